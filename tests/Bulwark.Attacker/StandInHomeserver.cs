using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Attacker;

/// <summary>A homeserver that has one large answer and many small ones.</summary>
public static class StandInHomeserver
{
    public const string Small = "/_matrix/client/versions";
    public const string Large = "/_matrix/media/v3/download/localhost/large";

    /// <summary>What it says once it can be asked.</summary>
    public const string Ready = "ready";

    /// <summary>Written one after the other: of one large piece the server would make a copy for each client.</summary>
    private static readonly byte[] Piece = new byte[16 * 1024];
    private const int Pieces = 512;

    /// <summary>Serves until its standard input ends.</summary>
    internal static async Task RunAsync(string socket)
    {
        await using var tier = await StandInTier.StartAsync(socket, AnswerAsync);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (context.Request.Path != Large)
        {
            await context.Response.WriteAsync("{\"versions\":[\"v1.12\"]}", context.RequestAborted);
            return;
        }

        context.Response.ContentLength = Piece.Length * Pieces;
        for (var i = 0; i < Pieces; i++)
            await context.Response.Body.WriteAsync(Piece, context.RequestAborted);
    }
}
