using System.Buffers.Binary;
using System.Net.Sockets;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// What the kernel knows of a connection's way out (<c>TCP_INFO</c>, Linux): what the other end has acknowledged, and how much waits for it. Only this tells a slow reader
/// from a fast one, for what the server has written it takes for sent.
/// </summary>
internal static class TcpProgress
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int NotSentLowWater = 25;

    // Places in struct tcp_info.
    private const int BytesAcked = 120;
    private const int NotSentBytes = 144;
    private const int BytesSent = 200;
    private const int BytesSentAgain = 208;
    private const int Length = 216;

    /// <summary>So much waits in the kernel at most beyond what is on its way: enough for any line, and not megabytes for each slow reader.</summary>
    private const int MostNotSent = 128 * 1024;

    /// <summary>Bounds what waits in the kernel.</summary>
    public static void BoundBacklog(Socket socket)
    {
        if (OperatingSystem.IsLinux() && socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(MostNotSent));
    }

    /// <summary>Asks the kernel. False when it does not tell, or the connection is gone.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="acked">How many bytes the other end has acknowledged so far.</param>
    /// <param name="waiting">How many bytes there are that it has not.</param>
    public static bool TryRead(Socket socket, out long acked, out long waiting)
    {
        Span<byte> info = stackalloc byte[Length];
        acked = 0;
        waiting = 0;
        if (!OperatingSystem.IsLinux())
            return false;

        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < Length)
                return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        acked = BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcked..]);
        var sent = BinaryPrimitives.ReadInt64LittleEndian(info[BytesSent..]) - BinaryPrimitives.ReadInt64LittleEndian(info[BytesSentAgain..]);
        waiting = BinaryPrimitives.ReadInt32LittleEndian(info[NotSentBytes..]) + sent - acked;
        return true;
    }
}
