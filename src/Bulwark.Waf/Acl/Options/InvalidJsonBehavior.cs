namespace Bulwark.Waf.Acl.Options;

/// <summary>What a body that is not JSON means to a statement that looks at JSON.</summary>
public enum InvalidJsonBehavior
{
    /// <summary>What stands before the error is looked at.</summary>
    EvaluateWhatWasRead,

    /// <summary>The body is looked at as one text.</summary>
    EvaluateAsString,

    Match,
    NoMatch,
}
