using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>A connection to the upstream, for one request after the other.</summary>
internal sealed class UpstreamConnection(ConnectionContext connection) : IAsyncDisposable
{
    public PipeReader Input => connection.Transport.Input;

    public PipeWriter Output => connection.Transport.Output;

    public ResponseHead Head { get; } = new();

    public RawBody Body { get; } = new(connection.Transport.Input);

    /// <summary>Whether it has carried a request before: it may have been closed while it waited.</summary>
    public bool IsReused { get; set; }

    /// <summary>Whether something of the answer has come.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>Whether nothing has come since the last answer, as it must be before the next request.</summary>
    public bool IsQuiet()
    {
        if (!Input.TryRead(out var result))
            return true;

        var isQuiet = result.Buffer.IsEmpty && !result.IsCompleted;
        Input.AdvanceTo(result.Buffer.Start);
        return isQuiet;
    }

    /// <summary>Waits for the head of an answer. False when what came is none, when it did not come in time or when the upstream hung up.</summary>
    /// <param name="isHead">The request is a HEAD, whose answer has no body.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<bool> ReadHeadAsync(bool isHead, CancellationToken cancellationToken)
    {
        Head.Raw.Clear();
        HasSpoken = false;
        while (true)
        {
            var result = await Input.ReadAsync(cancellationToken);
            HasSpoken |= !result.Buffer.IsEmpty;
            var isWhole = Head.Raw.Take(result.Buffer, out var used);
            Input.AdvanceTo(result.Buffer.GetPosition(used));
            if (!isWhole && (Head.Raw.IsFull || result.IsCompleted || result.IsCanceled))
                return false;

            if (!isWhole)
                continue;

            Head.Raw.Split();
            Head.Interpret(isHead);
            if (!Head.IsValid)
                return false;

            if (Head.Status >= 200 || Head.Status == 101)
            {
                Body.Begin(Head.Framing, Head.Length);
                return true;
            }

            // RFC 9110 section 15.2: interim answers come before the final one; the client's side has its own.
            Head.Raw.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        connection.Abort();
        return connection.DisposeAsync();
    }
}
