using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Core.Revisions;

/// <summary>What made a step happen.</summary>
[JsonConverter(typeof(SettingsEnumConverter<RevisionCause>))]
public enum RevisionCause
{
    /// <summary><c>bulwark up</c>.</summary>
    Start,

    /// <summary><c>bulwark apply</c>.</summary>
    Apply,

    /// <summary><c>bulwark rollback</c>.</summary>
    Rollback,

    /// <summary>The time in which a revision had to be confirmed has passed.</summary>
    Time,

    /// <summary><c>bulwark waf promote</c>.</summary>
    Promote,

    /// <summary>A group of firewall rules that was on its way to block refused too many requests of members.</summary>
    Fallback,

    /// <summary><c>bulwark waf mode</c>, or a mode in the settings, took the place of a promotion.</summary>
    Mode,
}
