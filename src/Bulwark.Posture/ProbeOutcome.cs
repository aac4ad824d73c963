namespace Bulwark.Posture;

/// <summary>How a probe ended.</summary>
public enum ProbeOutcome
{
    /// <summary>The promise holds, and this was seen.</summary>
    Pass,

    /// <summary>The promise is broken, and this was seen.</summary>
    Fail,

    /// <summary>Nothing was learned: the server is down, silent, or a key that the probe needs cannot be used.</summary>
    Inconclusive,

    /// <summary>The promise holds as the operator has chosen it, and something remains that an attacker could use. It does not count; the evidence says what closes it.</summary>
    Risk,

    /// <summary>The probe makes no sense for this target. It does not count.</summary>
    NotApplicable,
}
