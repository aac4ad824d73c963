using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Listeners;

/// <summary>The oldest TLS version that a listener speaks. Cipher suites are the same: authenticated encryption with forward secrecy.</summary>
[JsonConverter(typeof(SettingsEnumConverter<ListenerTlsPolicy>))]
public enum ListenerTlsPolicy
{
    /// <summary>TLS 1.2 and 1.3.</summary>
    Tls12,

    /// <summary>TLS 1.3 alone: an observer of the network does not see client certificates.</summary>
    Tls13,
}
