using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Bulwark.Core;
using Bulwark.Pki;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RateLimiting.Matching;
using Bulwark.Testing;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using static Bulwark.Proxy.Tests.RateLimiting.Sharing.SharedSites;

namespace Bulwark.Proxy.Tests.RateLimiting.Sharing;

/// <summary>Against a real server.</summary>
public sealed class RedisExchangeTests
{
    private const string Channel = "bulwark:rate-limits:edge";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instances_count_together(bool isOverSocket)
    {
        await using var redis = await RedisServer.StartAsync();
        void Choose(RateLimitRedisOptions options) => options.Endpoint = isOverSocket ? redis.Socket : redis.Endpoint;
        using var first = await ConnectAsync(redis, Choose);
        using var second = await ConnectAsync(redis, Choose);

        Assert.Equal(10, await first.SendManyAsync(10, "/"));
        await Deadline.UntilAsync(() => second.Known() == 10);

        Assert.Equal(5, await second.SendManyAsync(10, "/"));
        Assert.Equal(1, await second.SendManyAsync(1, "/", "192.0.2.2"));
    }

    [Fact]
    public async Task Whoever_exceeds_the_limit_at_one_is_refused_by_all()
    {
        await using var redis = await RedisServer.StartAsync();
        using var first = await ConnectAsync(redis);
        using var second = await ConnectAsync(redis);

        await first.SendManyAsync(16, "/");
        await Deadline.UntilAsync(() => second.Mitigated() == 1);

        var refusal = await second.AskAsync("/");
        Assert.Equal(429, refusal.StatusCode);
        Assert.InRange(int.Parse(refusal.Headers.RetryAfter!, CultureInfo.InvariantCulture), 3500, 3600);
        Assert.Equal(200, await second.SendAsync("/", "192.0.2.2"));
    }

    [Fact]
    public async Task A_new_instance_hears_who_is_refused_already()
    {
        await using var redis = await RedisServer.StartAsync();
        using var first = await ConnectAsync(redis);
        await first.SendManyAsync(16, "/");
        await first.SendManyAsync(1, "/", "192.0.2.2");

        using var second = await ConnectAsync(redis);

        await Deadline.UntilAsync(() => second.Mitigated() == 1);
        Assert.Equal(429, await second.SendAsync("/"));
        Assert.Equal(200, await second.SendAsync("/", "192.0.2.2"));
    }

    [Fact]
    public async Task During_an_outage_each_counts_alone_and_afterwards_only_what_is_new_is_told()
    {
        await using var redis = await RedisServer.StartAsync();
        using var log = new RecordingLoggerFactory();
        using var first = await ConnectAsync(redis, loggers: log);
        using var second = await ConnectAsync(redis);

        await redis.KillAsync();
        await Deadline.UntilAsync(() => first.Limiter.SharingProblem is not null && second.Limiter.SharingProblem is not null);
        Assert.Equal(10, await first.SendManyAsync(10, "/"));
        Assert.Equal(15, await second.SendManyAsync(20, "/"));
        Assert.Equal(15, await first.SendManyAsync(20, "/", "192.0.2.2"));

        await redis.StartAgainAsync();
        await first.UntilSharingAsync();
        await second.UntilSharingAsync();

        // Who was refused is told, how many came is not.
        await Deadline.UntilAsync(() => first.Mitigated() == 2 && second.Mitigated() == 2);
        Assert.Equal(429, await first.SendAsync("/"));
        Assert.Equal(429, await second.SendAsync("/", "192.0.2.2"));
        await first.SendManyAsync(10, "/", "192.0.2.3");
        await Deadline.UntilAsync(() => second.Known() == 10);
        Assert.Equal(5, await second.SendManyAsync(10, "/", "192.0.2.3"));

        Assert.Equal([521, 520], log.Records.Select(record => record.EventId).Take(2));
        Assert.Equal(521, log.Records.Last().EventId);
        Assert.InRange(log.Records.Count(record => record.EventId == 520), 1, 2);
    }

    [Fact]
    public async Task No_request_waits_for_a_server_that_hangs()
    {
        await using var redis = await RedisServer.StartAsync();
        using var first = await ConnectAsync(redis);
        using var second = await ConnectAsync(redis);
        await redis.HangAsync();

        // Each of them is told to the server, which would keep it for two seconds.
        var patience = Deadline.Token(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 100; i++)
            Assert.Equal(15, await first.SendManyAsync(20, "/", $"192.0.2.{i}"));
        Assert.False(patience.IsCancellationRequested);

        await Deadline.UntilAsync(() => first.Limiter.SharingProblem is not null);
        await redis.GoOnAsync();
        await first.UntilSharingAsync();
        await second.UntilSharingAsync();
        await Deadline.UntilAsync(() => second.Mitigated() == 100);
    }

    [Fact]
    public async Task Nobody_is_let_through_or_refused_because_there_is_no_server()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        using var log = new RecordingLoggerFactory();

        using var site = Create(redis, loggers: log);
        Assert.Equal(15, await site.SendManyAsync(20, "/"));

        await Deadline.UntilAsync(() => log.Records.Count > 0);
        Assert.Equal("Connection refused", site.Limiter.SharingProblem);
        Assert.Equal("Rate limits are counted by this instance alone, because of Redis: Connection refused", Assert.Single(log.Records).Message);
    }

    [Theory]
    [InlineData("wrong", null, "it does not accept the user or the password")]
    [InlineData("wrong", "nobody", "it does not accept the user or the password")]
    [InlineData("lame", "lame", "it refuses: NOPERM")]
    public async Task A_server_that_refuses_us_is_told_in_log_and_status(string password, string? user, string problem)
    {
        await using var redis = await RedisServer.StartAsync("--user", "lame", "on", ">lame", "~*", "resetchannels", "+@all");
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["password"], password, TestContext.Current.CancellationToken);
        using var log = new RecordingLoggerFactory();

        using var site = Create(redis, options => (options.User, options.Password) = (user, new() { File = directory["password"] }), log);
        await Deadline.UntilAsync(() => log.Records.Count > 0);

        Assert.StartsWith(problem, site.Limiter.SharingProblem, StringComparison.Ordinal);
        var record = log.Records.First();
        Assert.Equal((LogLevel.Warning, true), (record.Level, record.Message.Contains(problem, StringComparison.Ordinal)));
        Assert.DoesNotContain(password + ".", log.Text, StringComparison.Ordinal);
        Assert.Equal(15, await site.SendManyAsync(20, "/"));
    }

    [Fact]
    public async Task Talks_TLS_to_a_server_whose_certificate_is_of_the_named_CA()
    {
        using var pki = new TemporaryDirectory();
        var folder = CreatePki(pki);
        await using var redis = await RedisServer.StartTlsAsync(folder.Certificate(PkiFolder.EdgeServer), folder.Key(PkiFolder.EdgeServer));
        void UseTls(RateLimitRedisOptions options) => (options.Tls, options.TrustStore) = (true, folder.Certificate(PkiFolder.PublicCa));

        using var first = await ConnectAsync(redis, UseTls);
        using var second = await ConnectAsync(redis, UseTls);

        await first.SendManyAsync(16, "/");
        await Deadline.UntilAsync(() => second.Mitigated() == 1);
    }

    [Theory]
    [InlineData(true, true, PkiFolder.OriginCa, "TLS failed: ")]
    [InlineData(true, true, null, "TLS failed: ")]
    [InlineData(false, true, PkiFolder.PublicCa, "it does not answer in time; does it speak TLS?")]
    [InlineData(true, false, null, "it closes the connection; does it want TLS?")]
    public async Task Tells_that_TLS_does_not_come_about(bool isTlsServer, bool isTlsClient, string? trustStore, string problem)
    {
        using var pki = new TemporaryDirectory();
        var folder = CreatePki(pki);
        await using var redis = isTlsServer
            ? await RedisServer.StartTlsAsync(folder.Certificate(PkiFolder.EdgeServer), folder.Key(PkiFolder.EdgeServer))
            : await RedisServer.StartAsync();
        using var log = new RecordingLoggerFactory();

        using var site = Create(redis, options => (options.Tls, options.TrustStore) = (isTlsClient, trustStore is null ? null : folder.Certificate(trustStore)), log);
        await Deadline.UntilAsync(() => log.Records.Count > 0);

        Assert.StartsWith(problem, site.Limiter.SharingProblem, StringComparison.Ordinal);
        Assert.Equal(520, log.Records.First().EventId);
        Assert.Equal(15, await site.SendManyAsync(20, "/"));
    }

    [Fact]
    public void A_trust_store_that_is_not_there_stops_the_start()
    {
        var options = new RateLimitOptions { Redis = new() { Endpoint = "localhost:1", Password = new() { File = "/dev/null" }, Tls = true, TrustStore = "ca.pem" } };
        using var directory = new TemporaryDirectory();

        Assert.StartsWith("The secret file /dev/null is empty", Assert.Throws<OperatorException>(() => new LimitedSite(options)).Message, StringComparison.Ordinal);

        File.WriteAllText(directory["password"], "x");
        options.Redis.Password.File = directory["password"];
        Assert.Contains("ca.pem", Assert.Throws<OperatorException>(() => new LimitedSite(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_stored_in_the_server_and_keys_say_nothing_about_the_clients()
    {
        const string Secret = "the-value-that-nobody-else-may-see";
        await using var redis = await RedisServer.StartAsync();
        var messages = new ConcurrentQueue<byte[]>();
        await using var observer = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { redis.Endpoint }, Password = RedisServer.Password });
        await observer.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Channel), (_, message) => messages.Enqueue(message!));
        var options = Options(redis);
        options.Rules[0].Characteristics = [new() { Type = CharacteristicType.Address }, new() { Type = CharacteristicType.Header, Name = "X-Key" }];
        using var site = new LimitedSite(options, clock: TimeProvider.System);
        await site.UntilSharingAsync();

        for (var i = 0; i < 50; i++)
            await site.SendManyAsync(1, "/", $"198.51.100.{i}", request => request.Headers["X-Key"] = Secret);
        await Deadline.UntilAsync(() => messages.Sum(message => (message.Length - 17) / 28) == 50);

        var told = messages.SelectMany(message => message).ToArray();
        Assert.Equal(-1, told.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
        for (var i = 0; i < 50; i++)
            Assert.Equal(-1, told.AsSpan().IndexOf(IPAddress.Parse($"198.51.100.{i}").GetAddressBytes()));
        Assert.Equal("0", await redis.CommandAsync("dbsize"));
    }

    [Fact]
    public async Task Other_passwords_make_other_keys()
    {
        await using var redis = await RedisServer.StartAsync("--user", "second", "on", ">other", "~*", "&*", "+@all");
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["password"], "other", TestContext.Current.CancellationToken);
        using var first = await ConnectAsync(redis);
        using var second = await ConnectAsync(redis, options => (options.User, options.Password) = ("second", new() { File = directory["password"] }));

        await first.SendManyAsync(16, "/");
        await Deadline.UntilAsync(() => second.Mitigated() == 1);

        Assert.Equal(200, await second.SendAsync("/"));
    }

    [Fact]
    public async Task What_is_no_message_of_ours_is_ignored()
    {
        await using var redis = await RedisServer.StartAsync();
        using var first = await ConnectAsync(redis);
        using var second = await ConnectAsync(redis);

        foreach (var message in (string[])["", "x", "\u0001", new string('\u0001', 17 + 27), new string('\u0001', 17 + 28), new string('\u0002', 17)])
            Assert.Equal("2", await redis.CommandAsync("publish", Channel, message));

        await first.SendManyAsync(10, "/");
        await Deadline.UntilAsync(() => second.Known() == 10);
        Assert.Equal(5, await second.SendManyAsync(10, "/"));
    }

    [Fact]
    public async Task New_settings_use_the_same_connection_and_the_last_ones_close_it()
    {
        await using var redis = await RedisServer.StartAsync();
        var site = await ConnectAsync(redis);
        await site.SendManyAsync(10, "/");
        var connections = await redis.CommandAsync("info", "stats");

        site.Change(Options(redis));

        Assert.Equal(5, await site.SendManyAsync(10, "/"));
        Assert.Null(site.Limiter.SharingProblem);
        Assert.Equal(ConnectionsOf(connections) + 1, ConnectionsOf(await redis.CommandAsync("info", "stats")));

        site.Dispose();
        var deadline = Deadline.Token();
        while ((await redis.CommandAsync("client", "list")).Split('\n').Length > 1)
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline);
    }

    private static PkiFolder CreatePki(TemporaryDirectory directory)
    {
        var environment = TestEnvironment.Create(directory);
        InstancePki.Ensure(environment.Data, environment.Hosts, environment.Time);
        return new PkiFolder(environment.Data);
    }

    /// <summary>How many connections the server has taken; asking is one more.</summary>
    private static int ConnectionsOf(string info)
    {
        const string Name = "total_connections_received:";
        return int.Parse(info.Split('\n').Single(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], CultureInfo.InvariantCulture);
    }
}
