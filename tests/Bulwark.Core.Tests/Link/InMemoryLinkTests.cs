using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Core.Link;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Core.Tests.Link;

public sealed class InMemoryLinkTests
{
    private static readonly X509Certificate2 Leaf = CreateLeaf();

    [Fact]
    public async Task Carries_requests_and_bodies_larger_than_its_buffers_both_ways()
    {
        var link = new InMemoryLink("server");
        await using var server = await StartAsync(link, EchoAsync);
        using var client = Client(link);
        var sent = RandomNumberGenerator.GetBytes(3_000_000);

        using var content = new ByteArrayContent(sent);
        using var answer = await client.PostAsync("/", content, Deadline.Token());

        var returned = await answer.Content.ReadAsByteArrayAsync(Deadline.Token());
        Assert.True(sent.AsSpan().SequenceEqual(returned), "the body came back changed");
    }

    [Fact]
    public async Task Mixes_up_nothing_between_many_requests_at_once()
    {
        var link = new InMemoryLink("server");
        await using var server = await StartAsync(link, context => context.Response.WriteAsync(new string('x', context.Request.Path.Value!.Length * 1000) + context.Request.Path));
        using var client = Client(link);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async caller =>
        {
            for (var i = 0; i < 50; i++)
            {
                var path = $"/{caller}/{i}";
                Assert.Equal(new string('x', path.Length * 1000) + path, await client.GetStringAsync(path, Deadline.Token()));
            }
        }));
    }

    [Fact]
    public async Task Shows_the_listener_the_certificate_and_not_the_key()
    {
        var link = new InMemoryLink("server");
        LinkPeer? seen = null;
        await using var server = await StartAsync(link, _ => Task.CompletedTask, admit: peer => (seen = peer) is not null);
        using var client = Client(link);

        await client.GetAsync("/", Deadline.Token());

        Assert.Equal(Leaf.RawData, seen!.Leaf.RawData);
        Assert.False(seen.Leaf.HasPrivateKey);
    }

    [Fact]
    public async Task Ends_a_refused_connection_before_a_byte_of_it_is_answered()
    {
        var link = new InMemoryLink("server");
        await using var server = await StartAsync(link, _ => Task.CompletedTask, admit: _ => false);
        await using var stream = link.Connect(Leaf, []);

        Assert.Equal(0, await stream.ReadAsync(new byte[1], Deadline.Token()));
    }

    [Fact]
    public void Takes_no_identity_without_its_key()
    {
        using var stolen = X509CertificateLoader.LoadCertificate(Leaf.RawData);

        Assert.StartsWith("An identity that is not proved by its key is none.", Assert.Throws<ArgumentException>(() => new InMemoryLink("server").Connect(stolen, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_while_nobody_listens()
    {
        var link = new InMemoryLink("server");
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => link.Connect(Leaf, [])).SocketErrorCode);

        var server = await StartAsync(link, _ => Task.CompletedTask);
        await server.StopAsync(Deadline.Token());
        await server.DisposeAsync();

        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => link.Connect(Leaf, [])).SocketErrorCode);
    }

    [Fact]
    public async Task Makes_a_writer_wait_that_is_far_ahead_and_frees_it_when_the_connection_ends()
    {
        var connection = new LinkConnection(new InMemoryLink("server").EndPoint, LinkPeer.Of(Leaf, []), memory: null);
        await connection.Client.WriteAsync(new byte[200_000], Deadline.Token());

        var writing = connection.Client.WriteAsync(new byte[200_000], Deadline.Token()).AsTask();
        Assert.False(writing.IsCompleted);
        connection.Abort();

        await Assert.ThrowsAsync<IOException>(() => writing);
    }

    [Fact]
    public async Task Tells_either_side_that_the_other_one_has_gone()
    {
        var left = new LinkConnection(new InMemoryLink("server").EndPoint, LinkPeer.Of(Leaf, []), memory: null);
        await left.Client.DisposeAsync();
        Assert.True((await left.Transport.Input.ReadAsync(Deadline.Token())).IsCompleted);
        Assert.True((await left.Transport.Output.WriteAsync(new byte[1], Deadline.Token())).IsCompleted);
        var closed = new TaskCompletionSource();
        left.ConnectionClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(Deadline.Token());

        var ended = new LinkConnection(new InMemoryLink("server").EndPoint, LinkPeer.Of(Leaf, []), memory: null);
        await ended.Transport.Output.WriteAsync("bye"u8.ToArray(), Deadline.Token());
        await ended.DisposeAsync();
        var buffer = new byte[10];
        Assert.Equal("bye", Encoding.ASCII.GetString(buffer, 0, await ended.Client.ReadAsync(buffer, Deadline.Token())));
        Assert.Equal(0, await ended.Client.ReadAsync(buffer, Deadline.Token()));
        await Assert.ThrowsAsync<IOException>(async () => await ended.Client.WriteAsync(buffer, Deadline.Token()));
    }

    /// <summary>Connections end at every moment of their life, from both sides at once; what was not cut comes through whole, and the process lives.</summary>
    [Fact]
    public async Task Survives_connections_that_are_cut_at_any_moment()
    {
        var link = new InMemoryLink("server");
        await using var server = await StartAsync(link, async context =>
        {
            if (context.Request.Path == "/cut" && RandomNumberGenerator.GetInt32(20) == 0)
                context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()?.Abort();

            await EchoAsync(context);
        });
        var until = Deadline.Token(TimeSpan.FromSeconds(4));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CutAsync(link, until))));

        Assert.True(outcomes.Sum(outcome => outcome.Whole) > 20, $"only {outcomes.Sum(outcome => outcome.Whole)} requests came through");
        Assert.True(outcomes.Sum(outcome => outcome.Cut) > 20, $"only {outcomes.Sum(outcome => outcome.Cut)} requests were cut");
        using var client = Client(link);
        using var after = await client.PostAsync("/", new ByteArrayContent([1, 2, 3]), Deadline.Token());
        Assert.Equal([1, 2, 3], await after.Content.ReadAsByteArrayAsync(Deadline.Token()));
    }

    [Fact]
    public async Task A_session_whose_peer_cannot_be_judged_is_refused_and_told_once_an_interval()
    {
        var link = new InMemoryLink("server");
        using var logs = new RecordingLoggerFactory();
        var time = new FakeTimeProvider();
        await using var server = await StartAsync(
            link,
            _ => Task.CompletedTask,
            admit: _ => throw new InvalidOperationException("no clock"),
            services =>
            {
                services.AddSingleton<ILoggerFactory>(logs);
                services.AddSingleton<TimeProvider>(time);
            });

        for (var i = 0; i < 3; i++)
            Assert.False(link.Open(Leaf, [])!.TryEnter(out _));

        time.Advance(LinkFaults.Interval);
        Assert.False(link.Open(Leaf, [])!.TryEnter(out _));

        Assert.Equal(
            [
                "In-memory session to server refused, because its peer could not be judged: no clock; 0 more before",
                "In-memory session to server refused, because its peer could not be judged: no clock; 2 more before",
            ],
            logs.Records.Where(record => record.EventId == 108).Select(record => record.Message),
            StringComparer.Ordinal);
    }

    /// <summary>Answers with the body once it is there: a client of HTTP/2 that still sends does not read.</summary>
    private static async Task EchoAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        await context.Response.BodyWriter.WriteAsync(body.ToArray());
    }

    private static async Task<(int Whole, int Cut)> CutAsync(InMemoryLink link, CancellationToken until)
    {
        var (whole, cut) = (0, 0);
        while (!until.IsCancellationRequested)
        {
            var streams = new List<Stream>();
            using var client = Client(link, streams);
            var body = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 400_000));
            var requests = Enumerable.Range(0, 4).Select(_ => ExchangeAsync(client, body)).ToList();
            await Task.Yield();

            // One round in four is left alone as long as it takes, so that some come through on the slowest machine.
            if (RandomNumberGenerator.GetInt32(4) == 0)
                await Task.WhenAll(requests);

            var spin = RandomNumberGenerator.GetInt32(40_000);
            while (spin-- > 0 && !requests.TrueForAll(request => request.IsCompleted))
                Thread.SpinWait(10);

            if (RandomNumberGenerator.GetInt32(2) == 0)
                streams.ForEach(stream => stream.Dispose());
            else
                client.Dispose();

            foreach (var request in requests)
            {
                if (await request)
                    whole++;
                else
                    cut++;
            }
        }

        return (whole, cut);
    }

    /// <summary>False when the exchange was cut; a body that came back other than it went is a failure.</summary>
    private static async Task<bool> ExchangeAsync(HttpClient client, byte[] body)
    {
        try
        {
            using var answer = await client.PostAsync("/cut", new ByteArrayContent(body), Deadline.Token());
            var returned = await answer.Content.ReadAsByteArrayAsync(Deadline.Token());
            Assert.True(!answer.IsSuccessStatusCode || body.AsSpan().SequenceEqual(returned), "the body came back changed");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static HttpClient Client(InMemoryLink link, List<Stream>? streams = null) =>
        new(new SocketsHttpHandler
        {
            ConnectCallback = (_, _) =>
            {
                var stream = link.Connect(Leaf, []);
                if (streams is not null)
                {
                    lock (streams)
                        streams.Add(stream);
                }

                return ValueTask.FromResult(stream);
            },
        })
        {
            BaseAddress = new Uri("http://server"),
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

    private static async Task<WebApplication> StartAsync(InMemoryLink link, RequestDelegate answer, Func<LinkPeer, bool>? admit = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.AddLinkListening();
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenOnLink(
            link, (connection, peer, next) => admit?.Invoke(peer) == false ? Task.CompletedTask : next(connection)));
        var app = builder.Build();
        app.UseLinkSessions(link);
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 CreateLeaf()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=edge", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
