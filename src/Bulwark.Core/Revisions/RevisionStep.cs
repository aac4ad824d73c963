using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Core.Revisions;

/// <summary>What happened to a revision.</summary>
[JsonConverter(typeof(SettingsEnumConverter<RevisionStep>))]
public enum RevisionStep
{
    /// <summary>Its file is written, and the running tiers build what they need for it. It is not in force.</summary>
    Prepared,

    /// <summary>A tier refused it, so no tier took it.</summary>
    Abandoned,

    /// <summary>Every running tier is to run under it. Written before the first one does.</summary>
    InForce,

    /// <summary>It was in force for a trial and stays.</summary>
    Confirmed,

    /// <summary>It was in force for a trial, nobody confirmed it, and the last confirmed one is in force again.</summary>
    RolledBack,
}
