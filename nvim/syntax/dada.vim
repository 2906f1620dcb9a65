" Colours for every dialect of Dada. Which of them a file is written in, only the language server knows, so the words
" that merely some dialects reserve are coloured where their neighbours show what they are.
if exists("b:current_syntax")
  finish
endif

syntax case match
syntax sync minlines=200

" Structure
syntax keyword dadaStructure class nextgroup=dadaClassName skipwhite
syntax keyword dadaKeyword fn nextgroup=dadaFunctionName skipwhite
syntax keyword dadaKeyword let
syntax keyword dadaModifier async atomic
syntax keyword dadaConditional if else
syntax keyword dadaRepeat loop while
syntax keyword dadaStatement return break continue
syntax match dadaClassName "\<\h\w*" contained
syntax match dadaFunctionName "\<\h\w*" contained

" Permissions: reserved ones, then those that are plain names in some dialect: `mutable` and `shleased` as a specifier
" after a colon or before a name, `var` before a name.
syntax keyword dadaPermission my our shared leased given any
syntax match dadaPermission ":\s*\zs\%(shleased\|mutable\)\>"
syntax match dadaPermission "\<shleased\ze\s\+\h\w*"
syntax match dadaKeyword "\<var\ze\s\+\h\w*"
syntax match dadaBlock "\<do\ze\s*{"

" Operations on a place
syntax match dadaOperation "\.\s*\zs\%(give\|share\|lease\|shlease\|ref\|mut\)\>"
syntax match dadaAwait "\.\s*\zsawait\>"

" Names
syntax match dadaType "\<\u\w*"
syntax match dadaCall "\<\l\w*\ze\s*("
syntax keyword dadaBuiltin print
syntax match dadaLabel "\<\h\w*\ze\s*:\%([^=]\|$\)"

" Literals
syntax keyword dadaBoolean true false
syntax match dadaNumber "\<\d[0-9_]*[ui]\?\>"
syntax match dadaFloat "\<\d[0-9_]*\.\d[0-9_]*\>"
syntax region dadaString start=+"+ skip=+\\\\\|\\"+ end=+"+ contains=dadaEscape,dadaEmbedded,@Spell
syntax match dadaEscape "\\[nrt\"\\{}]" contained
syntax region dadaEmbedded matchgroup=dadaEmbeddedEdge start="{" end="}" contained
      \ contains=TOP,@Spell

" Operators and comments
syntax match dadaOperator "[-+*/]=\?\|[=<>]=\?\|:="
syntax match dadaArrow "->"
syntax match dadaElision "^\s*\.\.\.\s*$"
syntax match dadaComment "#.*$" contains=dadaTodo,dadaMark,@Spell
syntax match dadaComment "//.*$" contains=dadaTodo,@Spell
syntax match dadaMark "#[!?]" contained
syntax match dadaMark "leaselens:\s*dialect\s*=\s*\S\+" contained
syntax keyword dadaTodo contained TODO FIXME XXX

highlight default link dadaStructure Structure
highlight default link dadaKeyword Keyword
highlight default link dadaModifier StorageClass
highlight default link dadaConditional Conditional
highlight default link dadaRepeat Repeat
highlight default link dadaStatement Statement
highlight default link dadaBlock Keyword
highlight default link dadaClassName Type
highlight default link dadaFunctionName Function
highlight default link dadaPermission StorageClass
highlight default link dadaOperation Special
highlight default link dadaAwait Statement
highlight default link dadaType Type
highlight default link dadaCall Function
highlight default link dadaBuiltin Function
highlight default link dadaLabel Identifier
highlight default link dadaBoolean Boolean
highlight default link dadaNumber Number
highlight default link dadaFloat Float
highlight default link dadaString String
highlight default link dadaEscape SpecialChar
highlight default link dadaEmbeddedEdge SpecialChar
highlight default link dadaOperator Operator
highlight default link dadaArrow Operator
highlight default link dadaElision Comment
highlight default link dadaComment Comment
highlight default link dadaMark SpecialComment
highlight default link dadaTodo Todo

let b:current_syntax = "dada"
