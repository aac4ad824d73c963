using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What a client certificate is asked for.</summary>
[JsonConverter(typeof(SettingsEnumConverter<MutualTlsMode>))]
public enum MutualTlsMode
{
    /// <summary>Only holders of a certificate of the trust store get through the handshake.</summary>
    Verify,

    /// <summary>Everybody gets through, and whom <see cref="Verify"/> would refuse is recorded with the reason. A certificate that verifies still proves who its holder is.</summary>
    Audit,

    /// <summary>Everybody gets through. A certificate that verifies still proves who its holder is.</summary>
    Off,
}
