using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Core.Link;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Pki.Rotation;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Edge.Tests.Origins;

/// <summary>What becomes of requests under way when the edge's leaf is read again, and when it is revoked.</summary>
public sealed class LeafReloadTests
{
    private const string Poll = "/_matrix/client/v3/sync?timeout=30000";
    private static readonly byte[] Word = "word"u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Long_polls_and_WebSockets_survive_a_reload(bool isLink)
    {
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var edge = await EdgeFixture.StartAsync(link: isLink ? new InMemoryLink("load-balancer") : null);
        await using var homeserver = await edge.StartHomeserverAsync(context => AnswerAsync(context, held, release));
        using var client = edge.Client();
        var poll = client.GetStringAsync(Poll, Deadline.Token());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"wss://localhost:{edge.Port}/_matrix/client/socket"), client, Deadline.Token());
        await held.Task.WaitAsync(Deadline.Token());
        await EchoAsync(socket);
        var before = edge.OriginConnections;

        Reload<EdgeOptions>(edge.Services);
        Reload<EdgeOptions>(edge.Services);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/_matrix/client/other", Deadline.Token())).StatusCode);

        Assert.Equal(isLink ? 0 : before + 1, edge.OriginConnections);
        await EchoAsync(socket);
        release.SetResult();
        Assert.Equal("polled", await poll);
        await EchoAsync(socket);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_held_under_an_old_leaf_ends_with_the_grace_and_not_before(bool isLink)
    {
        var held = new TaskCompletionSource();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var edge = await EdgeFixture.StartAsync(time: time, link: isLink ? new InMemoryLink("load-balancer") : null);
        await using var homeserver = await edge.StartHomeserverAsync(context => AnswerAsync(context, held, new TaskCompletionSource()));
        using var client = edge.Client();
        var poll = client.GetAsync(Poll, Deadline.Token());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"wss://localhost:{edge.Port}/_matrix/client/socket"), client, Deadline.Token());
        await held.Task.WaitAsync(Deadline.Token());
        await EchoAsync(socket);

        ExchangeLeaf(edge);
        Reload<EdgeOptions>(edge.Services);
        Reload<EdgeOptions>(edge.Services); // not the one before, the one before that
        time.Advance(TimeSpan.FromMinutes(9));
        await EchoAsync(socket);
        Assert.False(poll.IsCompleted);

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.BadGateway, (await poll).StatusCode);
        await Assert.ThrowsAnyAsync<WebSocketException>(() => EchoAsync(socket));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/_matrix/client/other", Deadline.Token())).StatusCode);
    }

    [Fact]
    public async Task What_rests_on_the_same_leaf_and_settings_stays_open()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var edge = await EdgeFixture.StartAsync(time: time);
        await using var homeserver = await edge.StartHomeserverAsync(context => AnswerAsync(context, new TaskCompletionSource(), new TaskCompletionSource()));
        using var client = edge.Client();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"wss://localhost:{edge.Port}/_matrix/client/socket"), client, Deadline.Token());

        Reload<EdgeOptions>(edge.Services);
        time.Advance(TimeSpan.FromHours(1));

        await EchoAsync(socket);
    }

    [Fact]
    public async Task A_revoked_leaf_cuts_the_link_and_what_is_held_on_it()
    {
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var edge = await EdgeFixture.StartAsync(link: new InMemoryLink("load-balancer"));
        WriteList(edge, number: 2, isRevoked: false);
        Put(edge, new LoadBalancerOptions
        {
            Listen = new() { Address = "127.0.0.1", Port = 0 },
            Lock = new() { Grace = TimeSpan.FromMilliseconds(50) },
        });
        await using var homeserver = await edge.StartHomeserverAsync(context => AnswerAsync(context, held, release));
        using var client = edge.Client();
        var poll = client.GetAsync(Poll, Deadline.Token());
        await held.Task.WaitAsync(Deadline.Token());

        WriteList(edge, number: 3, isRevoked: true);
        Reload<LoadBalancerOptions>(edge.LoadBalancerServices);

        Assert.Equal(HttpStatusCode.BadGateway, (await poll).StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync("/_matrix/client/other", Deadline.Token())).StatusCode);
        release.SetResult();
    }

    [Fact]
    public async Task A_revoked_leaf_cuts_off_an_answer_that_has_begun()
    {
        var gone = new TaskCompletionSource();
        await using var edge = await EdgeFixture.StartAsync(link: new InMemoryLink("load-balancer"));
        WriteList(edge, number: 2, isRevoked: false);
        Put(edge, new LoadBalancerOptions
        {
            Listen = new() { Address = "127.0.0.1", Port = 0 },
            Lock = new() { Grace = TimeSpan.FromMilliseconds(50) },
        });
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
            await context.Response.Body.WriteAsync(Word);
            await context.Response.Body.FlushAsync();
            await gone.Task;
        });
        using var client = edge.Client();
        using var answer = await client.GetAsync(Poll, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        await using var body = await answer.Content.ReadAsStreamAsync(Deadline.Token());
        await body.ReadExactlyAsync(new byte[Word.Length], Deadline.Token());

        WriteList(edge, number: 3, isRevoked: true);
        Reload<LoadBalancerOptions>(edge.LoadBalancerServices);

        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(new byte[1], Deadline.Token()).AsTask());
        await gone.Task.WaitAsync(Deadline.Token());
    }

    private static async Task AnswerAsync(HttpContext context, TaskCompletionSource held, TaskCompletionSource release)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[16];
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        }
        else if (context.Request.Path == "/_matrix/client/v3/sync")
        {
            held.TrySetResult();
            await release.Task.WaitAsync(Deadline.Token());
            await context.Response.WriteAsync("polled");
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static async Task EchoAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16];
        await socket.SendAsync(Word, WebSocketMessageType.Text, endOfMessage: true, Deadline.Token());
        var message = await socket.ReceiveAsync(buffer, Deadline.Token());
        Assert.Equal(Word, buffer[..message.Count]);
    }

    private static void ExchangeLeaf(EdgeFixture edge)
    {
        var request = new PkiRequest { Data = edge.Environment.Data, Hosts = edge.Environment.Hosts, Time = edge.Environment.Time };
        using var session = PkiSession.Open(request);
        LeafRotation.Run(session, PkiFolder.Edge);
    }

    private static void Reload<TOptions>(IServiceProvider services)
    {
        using var prepared = services.GetRequiredService<ISettingsSwap<TOptions>>().PrepareAgain();
        prepared.PutIntoForce();
    }

    private static void Put(EdgeFixture edge, LoadBalancerOptions options)
    {
        using var prepared = edge.LoadBalancerServices.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>().Prepare(options, edge.Environment);
        prepared.PutIntoForce();
    }

    private static string ListOf(EdgeFixture edge) => edge.Folder.RevocationList(PkiFolder.OriginCa);

    private static void WriteList(EdgeFixture edge, int number, bool isRevoked)
    {
        var request = new PkiRequest { Data = edge.Environment.Data, Hosts = edge.Environment.Hosts, Time = edge.Environment.Time };
        using var authority = InstancePki.OpenAuthority(request, PkiFolder.OriginCa);
        using var leaf = X509CertificateLoader.LoadCertificateFromFile(edge.Folder.Certificate(PkiFolder.Edge));
        var builder = new CertificateRevocationListBuilder();
        if (isRevoked)
            builder.AddEntry(leaf);
        File.WriteAllBytes(ListOf(edge), builder.Build(authority.Certificate, number, TimeProvider.System.GetUtcNow().AddDays(1), HashAlgorithmName.SHA256));
    }
}
