using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Bench.Connections;

/// <summary>Long polls that wait at the backend, which is part of this program, until all are answered at one moment: how long it takes until each answer is there.</summary>
internal static class HeldBench
{
    public const string Name = "held";

    private const int Polls = 5_000;
    private const int Connections = 50;
    private const int Rounds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(string contender, int port, string pki, int backendPort)
    {
        var backend = new Backend();
        await using var app = backend.Build(backendPort);
        await app.StartAsync();
        var clients = Enumerable.Range(0, Connections).Select(_ => CreateClient(port, pki)).ToList();

        // The first round finds the code cold and the connections between the tiers missing.
        for (var round = 0; round <= Rounds; round++)
        {
            var times = await HoldAsync(clients, backend);
            if (round > 0)
                Print(contender, times);
        }

        clients.ForEach(client => client.Dispose());
        await app.StopAsync();
    }

    private static async Task<IReadOnlyList<double>> HoldAsync(List<HttpClient> clients, Backend backend)
    {
        var release = backend.Renew();
        var polls = Enumerable.Range(0, Polls).Select(i => PollAsync(clients[i % Connections])).ToList();
        using var patience = new CancellationTokenSource(Patience);
        while (backend.Waiting < Polls)
            await Task.Delay(50, patience.Token);

        var released = Stopwatch.GetTimestamp();
        release.SetResult();
        var answered = await Task.WhenAll(polls);
        return [.. answered.Where(at => at > 0).Select(at => Stopwatch.GetElapsedTime(released, at).TotalMilliseconds).Order()];
    }

    private static async Task<long> PollAsync(HttpClient client)
    {
        await Task.Yield();
        try
        {
            using var answer = await client.GetAsync(new Uri("/_matrix/client/v3/sync?timeout=30000", UriKind.Relative));
            return answer.IsSuccessStatusCode ? Stopwatch.GetTimestamp() : 0;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    private static void Print(string contender, IReadOnlyList<double> sorted) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{contender,-24} {sorted.Count,6} of {Polls} answered, {At(sorted, 0.5),6:0} ms p50, {At(sorted, 0.99),6:0} ms p99, {At(sorted, 1),6:0} ms last"));

    private static double At(IReadOnlyList<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)(share * (sorted.Count - 1))];

    private static HttpClient CreateClient(int port, string pki)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectCallback = (_, cancellationToken) => ConnectAsync(port, cancellationToken) };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "public-ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{port}"), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private sealed class Backend
    {
        private TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public int Waiting => Volatile.Read(ref _waiting);

        public TaskCompletionSource Renew()
        {
            Volatile.Write(ref _waiting, 0);
            return _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public WebApplication Build(int port)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http1));
            var app = builder.Build();
            app.Run(AnswerAsync);
            return app;
        }

        private async Task AnswerAsync(HttpContext context)
        {
            var release = _release.Task;
            Interlocked.Increment(ref _waiting);
            await release;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"next_batch":"s1"}""");
        }
    }
}
