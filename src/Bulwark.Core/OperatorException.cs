namespace Bulwark.Core;

/// <summary>
/// Something that the operator has to mend: a port in use, a folder that cannot be read, a damaged database. The message is one clear
/// sentence that says what went wrong and what to do; the program prints it without a stack trace and ends with exit status 1.
/// </summary>
public sealed class OperatorException : Exception
{
    /// <summary>A problem that is not the consequence of another exception.</summary>
    public OperatorException(string message)
        : base(message)
    {
    }

    /// <summary>A problem found through an exception, kept for the log.</summary>
    public OperatorException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
