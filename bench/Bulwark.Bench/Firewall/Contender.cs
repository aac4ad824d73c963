using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Bulwark.Bench.Firewall;

/// <summary>A server under measurement: where it listens, and the processes whose CPU time is counted.</summary>
internal sealed class Contender(string name, int port, IReadOnlyList<int> processes)
{
    private readonly byte[] _answer = new byte[64 * 1024];

    public string Name => name;

    public long Cpu => CpuClock.Of(processes);

    /// <summary>From <c>NAME=PORT=PID[,PID...]</c>.</summary>
    public static Contender Parse(string text)
    {
        var parts = text.Split('=');
        return new(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), [.. parts[2].Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))]);
    }

    /// <summary>Sends requests one after the other over one connection, each after the answer to the one before, until the server has spent enough or there are no more.</summary>
    /// <returns>How many were answered.</returns>
    public int Drive(IReadOnlyList<byte[]> requests, long cpu)
    {
        using var client = new TcpClient("127.0.0.1", port) { NoDelay = true };
        var stream = client.GetStream();
        var until = Cpu + cpu;
        for (var i = 0; i < requests.Count; i++)
        {
            if (i >= 10 && i % 10 == 0 && Cpu > until)
                return i;

            stream.Write(requests[i]);
            ReadAnswer(stream);
        }

        return requests.Count;
    }

    private void ReadAnswer(NetworkStream stream)
    {
        var length = 0;
        while (true)
        {
            var count = stream.Read(_answer.AsSpan(length));
            if (count == 0)
                throw new IOException($"{name} closed the connection.");

            length += count;
            var end = _answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                continue;

            var head = Encoding.ASCII.GetString(_answer, 0, end);
            if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new IOException($"{name} answered {head.Split('\r')[0]}");

            const string Length = "\r\nContent-Length: ";
            var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase) + Length.Length;
            var line = head.IndexOf('\r', at);
            if (length == end + 4 + int.Parse(head.AsSpan(at, (line < 0 ? head.Length : line) - at), CultureInfo.InvariantCulture))
                return;
        }
    }
}
