using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Tests.TargetGroups;

public sealed class GroupForwarderTests
{
    private static readonly Uri Path = new("/_matrix/client/versions", UriKind.Relative);

    [Fact]
    public async Task Loses_no_GET_when_a_target_dies()
    {
        await using var lb = await StartAsync(options => options.Targets = ["unix:run/a.sock", "unix:run/b.sock"]);
        var first = await StandInTier.StartAsync(lb.Socket("a"), _ => Task.CompletedTask);
        await using var second = await StandInTier.StartAsync(lb.Socket("b"), _ => Task.CompletedTask);
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf, httpVersion: 2);
        var statuses = new ConcurrentBag<int>();

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Deadline.Token() }, async (i, cancellationToken) =>
        {
            if (i == 300)
            {
                await first.DisposeAsync();
                File.Delete(lb.Socket("a"));
            }

            using var response = await client.GetAsync(Path, cancellationToken);
            statuses.Add((int)response.StatusCode);
        });

        Assert.Equal(1000, statuses.Count);
        Assert.All(statuses, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Sends_a_POST_to_one_target_only()
    {
        await using var lb = await StartAsync(options => options.Targets = ["unix:run/gone.sock", "unix:run/b.sock"]);
        var posts = 0;
        await using var tier = await StandInTier.StartAsync(lb.Socket("b"), context =>
        {
            if (context.Request.Method == "POST")
                Interlocked.Increment(ref posts);
            return Task.CompletedTask;
        });
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            using var response = await client.PostAsync(Path, content: null, Deadline.Token());
            statuses.Add((int)response.StatusCode);
        }

        using var get = await client.GetAsync(Path, Deadline.Token());
        Assert.Equal(4, statuses.Count(status => status == 200));
        Assert.Equal(4, statuses.Count(status => status == 502));
        Assert.Equal(4, posts);
        Assert.Equal(200, (int)get.StatusCode);
    }

    [Fact]
    public async Task Sends_no_POST_again_whose_connection_ended_before_the_answer()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        var posts = 0;
        await using var tier = await StandInTier.StartAsync(lb.Socket("homeserver"), context =>
        {
            if (context.Request.Method == "GET")
                return Task.CompletedTask;

            Interlocked.Increment(ref posts);
            context.Abort();
            return Task.CompletedTask;
        });
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        // The first request leaves a connection behind: on such a one an HTTP client is tempted.
        using var get = await client.GetAsync(Path, Deadline.Token());
        using var post = await client.PostAsync(Path, content: null, Deadline.Token());

        Assert.Equal(502, (int)post.StatusCode);
        Assert.Equal(1, posts);
    }

    [Fact]
    public async Task Keeps_a_client_at_its_target_by_a_cookie()
    {
        await using var lb = await StartAsync(options =>
        {
            options.Targets = ["unix:run/a.sock", "unix:run/b.sock"];
            options.Stickiness = new() { Cookie = "lb" };
        });
        await using var first = await NamedAsync(lb, "a");
        await using var second = await NamedAsync(lb, "b");
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        var (name, cookie) = await AskAsync(client, cookie: null);
        Assert.StartsWith("lb=", cookie, StringComparison.Ordinal);
        for (var i = 0; i < 10; i++)
            Assert.Equal((name, null), await AskAsync(client, cookie!.Split(';')[0]));

        var (_, another) = await AskAsync(client, "lb=forged");
        Assert.NotNull(another);
    }

    [Fact]
    public async Task Lets_a_long_poll_end_at_a_drained_target_and_sends_nothing_new_there()
    {
        await using var lb = await StartAsync(options => options.Targets = ["unix:run/a.sock", "unix:run/b.sock"]);
        var held = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var first = await StandInTier.StartAsync(lb.Socket("a"), async context =>
        {
            if (context.Request.Path.Value!.EndsWith("sync", StringComparison.Ordinal))
            {
                arrived.TrySetResult();
                await held.Task;
            }

            await context.Response.WriteAsync("a");
        });
        await using var second = await NamedAsync(lb, "b");
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);
        using var control = new HttpClient(UnixSocketHttp.CreateHandler(lb.Environment.Data.ControlSocket(LoadBalancerTier.Name))) { BaseAddress = new Uri("http://control") };

        var polls = new[] { PollAsync(client), PollAsync(client) };
        await arrived.Task.WaitAsync(Deadline.Token());
        var drained = await PostAsync(control, "/target-groups/homeserver/targets/0/drain");
        for (var i = 0; i < 10; i++)
            Assert.Equal("b", (await AskAsync(client, cookie: null)).Name);

        Assert.Equal("draining", drained.GetProperty("state").GetString());
        Assert.Equal(1, drained.GetProperty("outstanding").GetInt32());
        held.SetResult();
        Assert.Equal(["a", "b"], (await Task.WhenAll(polls)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("healthy", (await PostAsync(control, "/target-groups/homeserver/targets/0/undrain")).GetProperty("state").GetString());
        Assert.NotEqual((await AskAsync(client, cookie: null)).Name, (await AskAsync(client, cookie: null)).Name, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Cuts_off_what_is_still_under_way_when_the_delay_is_over()
    {
        await using var lb = await StartAsync(options =>
        {
            options.Targets = ["unix:run/a.sock"];
            options.DeregistrationDelay = TimeSpan.Zero;
        });
        var arrived = new TaskCompletionSource();
        await using var tier = await StandInTier.StartAsync(lb.Socket("a"), async context =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        var poll = client.GetAsync(Path, Deadline.Token());
        await arrived.Task.WaitAsync(Deadline.Token());
        lb.Services.GetRequiredService<TargetStates>().Get("homeserver", $"unix:{lb.Socket("a")}").Drain();
        using var cut = await poll;
        using var next = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(502, (int)cut.StatusCode);
        Assert.Equal(503, (int)next.StatusCode);
        Assert.Equal("1", Assert.Single(next.Headers.GetValues("Retry-After")));
        Assert.Equal("*", Assert.Single(next.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Half_an_answer_that_ends_with_its_connection_is_not_whole_when_it_was_cut_off(int version)
    {
        await using var lb = await StartAsync(options =>
        {
            options.Targets = ["unix:run/a.sock"];
            options.DeregistrationDelay = TimeSpan.Zero;
        });
        await using var tier = new RawTier(lb.Socket("a"), "HTTP/1.1 200 OK\r\n\r\nnot all of it");
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf, version);

        using var answer = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        lb.Services.GetRequiredService<TargetStates>().Get("homeserver", $"unix:{lb.Socket("a")}").Drain();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Deadline.Token()));
    }

    [Fact]
    public async Task Takes_up_a_change_of_targets_without_losing_a_request()
    {
        await using var lb = await StartAsync(options => options.Targets = ["unix:run/a.sock"]);
        var held = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var first = await StandInTier.StartAsync(lb.Socket("a"), async context =>
        {
            arrived.TrySetResult();
            await held.Task;
            await context.Response.WriteAsync("a");
        });
        await using var second = await NamedAsync(lb, "b");
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        var poll = PollAsync(client);
        await arrived.Task.WaitAsync(Deadline.Token());
        var swap = lb.Services.GetRequiredService<ISettingsSwap<LoadBalancerOptions>>();
        var current = lb.Services.GetRequiredService<Proxy.Reloading.Generations<LoadBalancerGeneration>>().Current.Options;
        using (var prepared = swap.Prepare(current with { TargetGroups = Homeserver(new() { Targets = ["unix:run/b.sock"] }) }, lb.Environment))
            prepared.PutIntoForce();

        Assert.Equal("b", (await AskAsync(client, cookie: null)).Name);
        held.SetResult();
        Assert.Equal("a", await poll);
    }

    [Fact]
    public async Task Checks_the_health_of_targets_on_TCP_and_leaves_out_who_is_not_well()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dead = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var lb = await StartAsync(options =>
        {
            options.Targets = [$"http://127.0.0.1:{dead}", "unix:run/b.sock"];
            options.HealthCheck = new() { UnhealthyThreshold = 1, Path = "/_matrix/client/versions?check" };
        });
        using var control = new HttpClient(UnixSocketHttp.CreateHandler(lb.Environment.Data.ControlSocket(LoadBalancerTier.Name))) { BaseAddress = new Uri("http://control") };

        JsonElement target;
        do
            target = (await control.GetFromJsonAsync<JsonElement>("/target-groups", Deadline.Token())).GetProperty("groups").EnumerateArray().First(group => group.GetProperty("name").GetString() == "homeserver").GetProperty("targets")[0];
        while (target.GetProperty("state").GetString() == "healthy");

        Assert.Equal("unhealthy", target.GetProperty("state").GetString());
        Assert.Equal($"http://127.0.0.1:{dead}", target.GetProperty("address").GetString());
        Assert.StartsWith("health check failed: ", target.GetProperty("lastError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_drain_what_is_not_there()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var control = new HttpClient(UnixSocketHttp.CreateHandler(lb.Environment.Data.ControlSocket(LoadBalancerTier.Name))) { BaseAddress = new Uri("http://control") };

        using var response = await control.PostAsync(new Uri("/target-groups/homeserver/targets/1/drain", UriKind.Relative), content: null, Deadline.Token());

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal(
            "There is no target 1 in a target group 'homeserver'; GET /target-groups shows those there are.",
            (await response.Content.ReadFromJsonAsync<JsonElement>(Deadline.Token())).GetProperty("error").GetString());
    }

    private static Task<LoadBalancerFixture> StartAsync(Action<TargetGroupOptions> configure)
    {
        var group = new TargetGroupOptions { Targets = [], HealthCheck = new() { Enabled = false } };
        configure(group);
        return LoadBalancerFixture.StartAsync(options => options.TargetGroups = Homeserver(group));
    }

    private static Dictionary<string, TargetGroupOptions> Homeserver(TargetGroupOptions group) => new(StringComparer.Ordinal) { [Tiers.Homeserver] = group };

    private static Task<StandInTier> NamedAsync(LoadBalancerFixture lb, string name) =>
        StandInTier.StartAsync(lb.Socket(name), context => context.Response.WriteAsync(name));

    private static async Task<(string Name, string? Cookie)> AskAsync(HttpClient client, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var response = await client.SendAsync(request, Deadline.Token());
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.Single() : null;
        return (await response.Content.ReadAsStringAsync(Deadline.Token()), set);
    }

    private static Task<string> PollAsync(HttpClient client) => client.GetStringAsync(new Uri("/_matrix/client/v3/sync", UriKind.Relative), Deadline.Token());

    private static async Task<JsonElement> PostAsync(HttpClient control, string path)
    {
        using var response = await control.PostAsync(new Uri(path, UriKind.Relative), content: null, Deadline.Token());
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Deadline.Token());
    }
}
