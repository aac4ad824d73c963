using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Firewall;

/// <summary>Whether values that rules matched are kept.</summary>
[JsonConverter(typeof(SettingsEnumConverter<FirewallSample>))]
public enum FirewallSample
{
    /// <summary>No value is kept anywhere.</summary>
    Off,

    /// <summary>The members of the community have agreed that what they write may be read by its operator when a rule matched it: values are kept, encrypted, for seven days.</summary>
    Consented,
}
