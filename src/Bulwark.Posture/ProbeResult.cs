namespace Bulwark.Posture;

/// <summary>What a probe found out.</summary>
public sealed record ProbeResult
{
    private const int LongestEvidence = 300;

    private ProbeResult(ProbeOutcome outcome, string evidence)
    {
        Outcome = outcome;
        Evidence = OneLine(evidence);
    }

    /// <summary>How it ended.</summary>
    public ProbeOutcome Outcome { get; }

    /// <summary>One line that says what was seen. Parts of it come from the server under test, so it has no control characters and a bounded length.</summary>
    public string Evidence { get; }

    /// <summary>The promise holds.</summary>
    public static ProbeResult Pass(string evidence) => new(ProbeOutcome.Pass, evidence);

    /// <summary>The promise is broken.</summary>
    public static ProbeResult Fail(string evidence) => new(ProbeOutcome.Fail, evidence);

    /// <summary>Nothing was learned; the evidence says why.</summary>
    public static ProbeResult Inconclusive(string evidence) => new(ProbeOutcome.Inconclusive, evidence);

    /// <summary>A residual risk; the evidence says what closes it.</summary>
    public static ProbeResult Risk(string evidence) => new(ProbeOutcome.Risk, evidence);

    /// <summary>The probe makes no sense here; the evidence says why.</summary>
    public static ProbeResult NotApplicable(string evidence) => new(ProbeOutcome.NotApplicable, evidence);

    private static string OneLine(string text)
    {
        var printable = string.Concat(text.Take(LongestEvidence).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter));
        return text.Length > LongestEvidence ? printable + "..." : printable;
    }
}
