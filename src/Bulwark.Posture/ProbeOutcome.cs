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

    /// <summary>The probe makes no sense for this target. It does not count.</summary>
    NotApplicable,
}
