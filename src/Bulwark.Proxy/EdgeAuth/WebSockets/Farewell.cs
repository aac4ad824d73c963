namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>
/// The moment after a client has been told that its WebSocket is closed. What it goes on sending is read and dropped: unread bytes would make the system reset the connection, and
/// the reason with it.
/// </summary>
internal static class Farewell
{
    /// <summary>How long a client that is closed may take to read that it is.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Reads and drops until the client leaves, or its time is over.</summary>
    public static async Task RunAsync(Stream client, TimeProvider time, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        var dropped = new byte[4096];
        try
        {
            while (await client.ReadAsync(dropped, either.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Gone, or slow to go.
        }
    }
}
