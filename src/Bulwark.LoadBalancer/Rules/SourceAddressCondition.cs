using System.Net;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>The address of the client: the connection's, or the one that a verified edge named.</summary>
internal sealed class SourceAddressCondition(IEnumerable<string> networks) : ICondition
{
    private readonly IPNetwork[] _networks = [.. networks.Select(network => IPNetwork.Parse(network))];

    public bool Matches(HttpContext context)
    {
        var address = ClientAddress.Of(context);
        foreach (var network in _networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
