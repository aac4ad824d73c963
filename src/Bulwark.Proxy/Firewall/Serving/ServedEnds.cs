using System.Net;
using System.Text;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Who is connected to whom, spelled once for all requests of the connection.</summary>
internal sealed class ServedEnds
{
    private readonly byte[] _client;
    private readonly byte[] _server;

    /// <param name="client">The client's end; null when the transport does not know it.</param>
    /// <param name="server">This end.</param>
    public ServedEnds(EndPoint? client, EndPoint? server)
    {
        (Client, ClientPort) = Of(client);
        (var address, ServerPort) = Of(server);
        _client = Encoding.ASCII.GetBytes(Client);
        _server = Encoding.ASCII.GetBytes(address);
    }

    /// <summary>The client's address.</summary>
    public string Client { get; }

    public ReadOnlySpan<byte> ClientBytes => _client;

    public int ClientPort { get; }

    public ReadOnlySpan<byte> ServerBytes => _server;

    public int ServerPort { get; }

    private static (string Address, int Port) Of(EndPoint? end)
    {
        var known = end as IPEndPoint ?? new IPEndPoint(IPAddress.None, 0);
        return ((known.Address.IsIPv4MappedToIPv6 ? known.Address.MapToIPv4() : known.Address).ToString(), known.Port);
    }
}
