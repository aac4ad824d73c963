using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Edge.Origins;

/// <summary>What protects the way to an origin. Clients always speak TLS to the edge, whatever the mode.</summary>
[JsonConverter(typeof(SettingsEnumConverter<SslMode>))]
public enum SslMode
{
    /// <summary>TLS 1.3; the origin's certificate has to lead to the trust store, carry the name and be in time.</summary>
    Strict,

    /// <summary>TLS 1.3 with whoever answers: its certificate is not checked.</summary>
    Full,

    /// <summary>Plain HTTP/1.1 to the origin.</summary>
    Flexible,

    /// <summary>As <see cref="Flexible"/>: this edge has no plain side for clients that could be opened.</summary>
    Off,
}
