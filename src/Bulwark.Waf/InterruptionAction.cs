namespace Bulwark.Waf;

/// <summary>The ways in which a rule ends a request: <c>deny</c>, <c>drop</c>, <c>redirect</c>.</summary>
public enum InterruptionAction
{
    /// <summary>Answer with the status of the interruption.</summary>
    Deny,

    /// <summary>Close the connection without an answer.</summary>
    Drop,

    /// <summary>Answer with a redirect to the location of the interruption.</summary>
    Redirect,
}
