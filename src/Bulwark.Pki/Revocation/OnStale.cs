using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Pki.Revocation;

/// <summary>What a revocation list is worth after its next update was due.</summary>
[JsonConverter(typeof(SettingsEnumConverter<OnStale>))]
public enum OnStale
{
    /// <summary>The last list counts for <see cref="RevocationOptions.MaxAge"/> more; then every certificate of its issuer is refused.</summary>
    UseLast,

    /// <summary>Every certificate of its issuer is refused at once.</summary>
    Refuse,
}
