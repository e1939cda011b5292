"""What a test expects, a line each; it goes on after the first that is wrong, and ends with exit_code()."""
wrong = []


def expect(what, ok, detail=""):
    print(("ok    " if ok else "FAIL  ") + what, flush=True)
    if not ok:
        wrong.append(what)
        print(f"      {detail}", flush=True)


def exit_code(otherwise=0):
    """1 where something was wrong."""
    print(f"{len(wrong)} wrong", flush=True)
    return 1 if wrong else otherwise
