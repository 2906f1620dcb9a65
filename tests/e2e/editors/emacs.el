;; What the test does in Emacs: it opens $PROGRAM, waits for a mistake, tells it, and formats the file.

(defun until (what condition)
  "Wait until CONDITION gives something true; WHAT says what was waited for."
  (let ((deadline (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) deadline)
        (error "Emacs: %s did not come" what))
      (run-hooks 'post-command-hook) ; a batch Emacs runs no commands
      (accept-process-output nil 0.02))))

(find-file (getenv "PROGRAM"))
(until "the server" #'eglot-managed-p)
(until "a diagnostic" #'flymake-diagnostics)
(dolist (found (flymake-diagnostics))
  (let ((beginning (flymake-diagnostic-beg found)))
    (princ (format "%d `%s` %s\n" (line-number-at-pos beginning)
                   (buffer-substring beginning (flymake-diagnostic-end found))
                   (flymake-diagnostic-text found)))))
(eglot-format)
(save-buffer)
