using System.Net;
using System.Net.Sockets;
using Bulwark.Pki;
using Bulwark.Proxy.Limits;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.Limits;

public sealed class OpenHandshakesTests
{
    [Fact]
    public async Task Of_too_many_handshakes_the_oldest_gives_way_and_the_edge_gets_through()
    {
        await using var balancer = await LoadBalancerFixture.StartAsync();
        await using var homeserver = await StandInTier.StartAsync(balancer.Socket("homeserver"), _ => Task.CompletedTask);
        var handshakes = balancer.Services.GetRequiredService<OpenHandshakes>();
        var idle = new List<Socket>();
        try
        {
            for (var i = 0; i <= OpenHandshakes.Most; i++)
                idle.Add(await ConnectAsync(balancer.Port));

            Assert.True(await IsClosedAsync(idle[0]));
            Assert.Equal(OpenHandshakes.Most, handshakes.Count);

            using var client = balancer.Client(balancer.Leaf(PkiFolder.Edge), httpVersion: 2);
            using var response = await client.GetAsync(new Uri("/_matrix/client/versions", UriKind.Relative), Deadline.Token());

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(await IsClosedAsync(idle[1]));
            Assert.False(idle[^1].Poll(0, SelectMode.SelectRead));
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Counts_a_connection_until_its_handshake_is_done()
    {
        await using var balancer = await LoadBalancerFixture.StartAsync();

        await using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        await Deadline.UntilAsync(() => balancer.Services.GetRequiredService<OpenHandshakes>().Count == 0);
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, Deadline.Token());
        return socket;
    }

    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1], Deadline.Token()) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
