namespace Bulwark.Waf.Rules;

/// <summary>What a rule that matches does with the transaction. <c>block</c> is resolved to what <c>SecDefaultAction</c> says.</summary>
internal enum DisruptionKind
{
    /// <summary>Nothing: evaluation goes on.</summary>
    Pass,

    /// <summary>Refuses it with a status.</summary>
    Deny,

    /// <summary>Closes the connection without an answer.</summary>
    Drop,

    /// <summary><c>allow</c>: no further rule but those of the logging phase.</summary>
    Allow,

    /// <summary><c>allow:phase</c>: no further rule of this phase.</summary>
    AllowPhase,

    /// <summary><c>allow:request</c>: no further rule of the request phases; the response is looked at.</summary>
    AllowRequest,

    /// <summary>Answers with another address.</summary>
    Redirect,

    /// <summary>Lets another backend answer.</summary>
    Proxy,
}
