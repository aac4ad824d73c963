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
}
