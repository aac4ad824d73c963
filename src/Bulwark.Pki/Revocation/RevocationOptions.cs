using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Pki.Revocation;

/// <summary>Certificates that their issuers took back: revocation lists (RFC 5280, section 5).</summary>
public sealed record RevocationOptions : IConfigSection
{
    /// <summary>
    /// Files with revocation lists, PEM or DER, each signed by a CA of the trust store; a relative path starts at the data directory. The lists of the instance's own CAs are
    /// read without being named here.
    /// </summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    /// <summary>What happens after a list's next update was due.</summary>
    public OnStale OnStale { get; set; } = OnStale.UseLast;

    /// <summary>With <c>useLast</c>: how long after that the last list still counts.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long past its next update a list counts.</summary>
    internal TimeSpan Grace => OnStale == OnStale.UseLast ? MaxAge : TimeSpan.Zero;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        for (var i = 0; i < Files.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Files[i]))
                yield return at["files"][i].Error("is empty: name the file with the revocation list");
        }
    }
}
