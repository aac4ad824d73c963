using System.Net;

namespace Bulwark.Proxy.Addresses;

/// <summary>Who is served, by address.</summary>
public sealed class AddressRule(AddressOptions options)
{
    private readonly NetworkList _allow = new(options.Allow);
    private readonly NetworkList _deny = new(options.Deny);

    /// <summary>True when the rule has nothing to refuse.</summary>
    public bool IsOpen => _allow.IsEmpty && _deny.IsEmpty;

    /// <summary>Denied loses against nothing; allowed matters only when anything is.</summary>
    public bool IsServed(IPAddress client) => !_deny.Contains(client) && (_allow.IsEmpty || _allow.Contains(client));
}
