using System.Collections.Concurrent;
using System.Net.WebSockets;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.SystemTests.Soak;

/// <summary>A homeserver that answers at once, holds a request, or echoes, and counts every POST by its ID: none may come twice.</summary>
internal sealed class SoakBackend : IAsyncDisposable
{
    public const string Quick = "/_matrix/client/v3/quick";
    public const string Held = "/_matrix/client/v3/sync";
    public const string HeldId = "held";
    public const string Echo = "/_matrix/client/v3/echo";

    /// <summary>How long a long poll is held.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _posts = new(StringComparer.Ordinal);
    private StandInTier? _tier;
    private int _holding;

    /// <summary>The IDs of POSTs that came more than once.</summary>
    public IEnumerable<string> Repeated => _posts.Where(post => post.Value > 1).Select(post => post.Key);

    public int Posts => _posts.Count;

    /// <summary>How many long polls with the ID <see cref="HeldId"/> have come so far.</summary>
    public int Holding => Volatile.Read(ref _holding);

    public static async Task<SoakBackend> StartAsync(string socket)
    {
        var backend = new SoakBackend();
        backend._tier = await StandInTier.StartAsync(socket, backend.AnswerAsync);
        return backend;
    }

    public ValueTask DisposeAsync() => _tier!.DisposeAsync();

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        Held => HoldAsync(context),
        Echo => EchoAsync(context),
        _ when HttpMethods.IsPost(context.Request.Method) => CountAsync(context),
        _ => WriteAsync(context),
    };

    private async Task HoldAsync(HttpContext context)
    {
        if (context.Request.Query["id"] == HeldId)
            Interlocked.Increment(ref _holding);
        await Task.Delay(Hold, context.RequestAborted);
        await WriteAsync(context);
    }

    private async Task CountAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        _posts.AddOrUpdate(context.Request.Query["id"].ToString(), 1, (_, count) => count + 1);
        await WriteAsync(context);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[256];
        for (WebSocketReceiveResult received; !(received = await socket.ReceiveAsync(buffer, context.RequestAborted)).CloseStatus.HasValue;)
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context)
    {
        var body = $$"""{"id":"{{context.Request.Query["id"]}}"}""";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
