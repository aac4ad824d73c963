namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>Which part of a transaction is decided about.</summary>
/// <param name="FirstPhase">The first phase whose matches count.</param>
/// <param name="LastPhase">The last one.</param>
/// <param name="Explains">Whether every step is taken down.</param>
/// <param name="CountsRates">Whether rate-based rules count the request.</param>
internal readonly record struct AclScope(int FirstPhase, int LastPhase, bool Explains, bool CountsRates)
{
    public static AclScope Request(bool explains, bool countsRates) => new(1, 2, explains, countsRates);

    public static AclScope Response(bool explains) => new(3, 4, explains, CountsRates: false);
}
