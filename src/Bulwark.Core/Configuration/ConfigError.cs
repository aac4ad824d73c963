namespace Bulwark.Core.Configuration;

/// <summary>One problem of the settings: where, and what to do about it in the operator's words.</summary>
/// <param name="Path">The setting.</param>
/// <param name="Message">What is wrong; reads on from the path.</param>
public sealed record ConfigError(ConfigPath Path, string Message)
{
    /// <summary>A warning is printed by <c>bulwark check</c> and at start, and stops nothing.</summary>
    public bool IsWarning { get; init; }
}
