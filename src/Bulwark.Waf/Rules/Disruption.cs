using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Rules;

/// <summary>The disruptive action of a rule.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Status">The HTTP status of the answer: 403 unless the rule says otherwise, 302 for a redirection.</param>
/// <param name="Url">Where a redirection or a proxy leads; null for the others.</param>
internal sealed record Disruption(DisruptionKind Kind, int Status = Disruption.Forbidden, MacroText? Url = null)
{
    public const int Forbidden = 403;
    public const int Found = 302;

    /// <summary>Whether it ends the transaction when the engine is on.</summary>
    public bool Interrupts => Kind is DisruptionKind.Deny or DisruptionKind.Drop or DisruptionKind.Redirect or DisruptionKind.Proxy;
}
