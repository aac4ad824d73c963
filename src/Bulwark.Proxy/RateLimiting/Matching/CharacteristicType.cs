using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>What of a request tells one counter from another.</summary>
[JsonConverter(typeof(SettingsEnumConverter<CharacteristicType>))]
public enum CharacteristicType
{
    /// <summary>The client's address; of an IPv6 address the /64 network, because that is what one subscriber has.</summary>
    Address,

    /// <summary>The value of a request header.</summary>
    Header,

    /// <summary>The value of a cookie.</summary>
    Cookie,

    /// <summary>The value of a query argument.</summary>
    Query,

    /// <summary>The path, in its one spelling.</summary>
    Path,

    /// <summary>The host name.</summary>
    Host,

    /// <summary>The subject of the request's token, once that is verified. A token that is not counts as none.</summary>
    TokenSubject,
}
