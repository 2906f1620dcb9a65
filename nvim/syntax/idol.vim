" Colours for Idol, the interfaces of Hubris: RON whose strings are names and types of Rust.
if exists("b:current_syntax")
  finish
endif

syntax case match
syntax sync minlines=100

" Comments nest
syntax match idolComment "//.*$" contains=@Spell
syntax region idolComment start="/\*" end="\*/" contains=idolComment,@Spell
syntax match idolAttribute "#!\[[^]]*\]"

" Strings: names before a colon, Rust types where a type stands, text elsewhere
syntax region idolString start=+"+ skip=+\\.+ end=+"\|$+
syntax region idolString start=+r\z(#*\)"+ end=+"\z1+
syntax match idolName +"[^"]*"\ze\s*:+
syntax match idolType +\%(\<\%(type\|ok\)\s*:\s*\)\@<="[^"]*"+
syntax match idolType +\%(\<\%(Simple\|CLike\|Complex\|FromPrimitive\|From\)(\s*\)\@<="[^"]*"+

" Fields and variants
syntax match idolField "\<\%(name\|ops\|args\|reply\|idempotent\|encoding\|doc\|description\|type\|recv\|ok\|err\)\ze\s*:"
syntax match idolLease "\<\%(leases\|read\|write\|max_len\)\ze\s*:"
syntax keyword idolStructure Interface Operation Lease
syntax keyword idolVariant Simple Result CLike Complex ServerDeath Zerocopy Ssmarshal Hubpack
syntax keyword idolVariant FromBytes FromPrimitive From Some None
syntax keyword idolBoolean true false
syntax match idolNumber "\<\%(0x[0-9A-Fa-f_]\+\|0b[01_]\+\|0o[0-7_]\+\|\d[0-9_]*\)\>"

highlight default link idolComment Comment
highlight default link idolAttribute PreProc
highlight default link idolString String
highlight default link idolName Function
highlight default link idolType Type
highlight default link idolField Identifier
highlight default link idolLease StorageClass
highlight default link idolStructure Structure
highlight default link idolVariant Constant
highlight default link idolBoolean Boolean
highlight default link idolNumber Number

let b:current_syntax = "idol"
