using System.Net;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Edge.Tests.Forwarding;

/// <summary>What many clients have in common is one connection from the edge to the load balancer.</summary>
public sealed class SharedConnectionTests
{
    private const int Uploads = 12;
    private const int UploadBytes = 8 * 1024 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Uploads_that_a_tier_does_not_take_hold_up_nobody_else(bool isLinked)
    {
        var end = new TaskCompletionSource();
        var waiting = 0;
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            if (context.Request.Path.StartsWithSegments("/_matrix/media", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref waiting);
                await end.Task.WaitAsync(Deadline.Token());
                return;
            }

            using var body = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(await body.ReadToEndAsync(context.RequestAborted));
        });
        using var client = edge.Client();
        var uploads = Enumerable.Range(0, Uploads).Select(_ => UploadAsync(client)).ToList();
        try
        {
            await Deadline.UntilAsync(() => Volatile.Read(ref waiting) == Uploads);

            for (var i = 0; i < 20; i++)
            {
                using var content = new StringContent("{\"a\":1}", System.Text.Encoding.UTF8, "application/json");
                using var response = await client.PostAsync("/_matrix/client/v3/user/x/filter", content, Deadline.Token());
                Assert.Equal("{\"a\":1}", await response.Content.ReadAsStringAsync(Deadline.Token()));
            }

            Assert.DoesNotContain(uploads, upload => upload.IsCompleted);
        }
        finally
        {
            end.SetResult();
            await Task.WhenAll(uploads).WaitAsync(Deadline.Token());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_breaks_off_its_body_is_no_fault_of_ours(int version)
    {
        using var logs = new RecordingLoggerFactory();
        await using var edge = await EdgeFixture.StartAsync(loggerFactory: logs);
        await using var homeserver = await edge.StartHomeserverAsync(context => context.Response.WriteAsync("{}"));
        for (var i = 0; i < 10; i++)
        {
            using var client = edge.Client(version);
            using var gone = new CancellationTokenSource();
            var sent = new TaskCompletionSource();
            using var content = new EndlessContent(sent);
            var asking = client.PostAsync("/_matrix/client/v3/user/x/filter", content, gone.Token);
            await sent.Task.WaitAsync(Deadline.Token());
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }

        // Whoever comes later finds that those before are over.
        using var last = edge.Client(version);
        Assert.Equal(HttpStatusCode.OK, (await last.GetAsync("/_matrix/client/versions", Deadline.Token())).StatusCode);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(logs.Records, record => record.Level >= LogLevel.Error);
    }

    private static async Task UploadAsync(HttpClient client)
    {
        using var content = new ByteArrayContent(new byte[UploadBytes]);
        content.Headers.ContentType = new("application/octet-stream");
        try
        {
            using var response = await client.PostAsync("/_matrix/media/v3/upload", content, Deadline.Token());
        }
        catch (HttpRequestException)
        {
            // An answer before the end of the body may cut what is still on its way.
        }
    }

    /// <summary>A JSON body that begins and does not end.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly TaskCompletionSource _sent;

        public EndlessContent(TaskCompletionSource sent)
        {
            _sent = sent;
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("{\"a\":"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _sent.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
