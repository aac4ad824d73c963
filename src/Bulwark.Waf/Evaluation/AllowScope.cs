namespace Bulwark.Waf.Evaluation;

/// <summary>What the action <c>allow</c> lets pass without asking further rules.</summary>
internal enum AllowScope
{
    /// <summary>The rule has no <c>allow</c>.</summary>
    None,

    /// <summary><c>allow:phase</c>: the rest of the phase.</summary>
    Phase,

    /// <summary><c>allow:request</c>: the rest of the request's phases, 1 and 2.</summary>
    Request,

    /// <summary><c>allow</c>: everything but the logging phase.</summary>
    Transaction,
}
