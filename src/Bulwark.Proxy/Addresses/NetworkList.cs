using System.Net;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Addresses;

/// <summary>Networks of the settings, each an address or written as CIDR.</summary>
/// <param name="networks">They have been validated.</param>
public sealed class NetworkList(IEnumerable<string> networks)
{
    private readonly IPNetwork[] _networks = [.. networks.Select(Parse)];

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>What is wrong with a list of the settings.</summary>
    public static IEnumerable<ConfigError> Validate(IReadOnlyList<string> networks, ConfigPath at)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            if (!TryParse(networks[i], out _))
                yield return at[i].Error($"'{networks[i]}' is neither an IP address nor a CIDR network");
        }
    }

    /// <summary>True when the address is in one of the networks.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    private static IPNetwork Parse(string text) => TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is no network");

    private static bool TryParse(string text, out IPNetwork network)
    {
        if (ClientAddress.Parse(text) is { } one)
        {
            network = new IPNetwork(one.Address, one.Address.GetAddressBytes().Length * 8);
            return true;
        }

        // Only what starts with a plainly written address: else '10.1/8' would be taken for 10.0.0.1 and its neighbours.
        return IPNetwork.TryParse(text, out network) && ClientAddress.Parse(text[..text.IndexOf('/', StringComparison.Ordinal)]) is not null;
    }
}
