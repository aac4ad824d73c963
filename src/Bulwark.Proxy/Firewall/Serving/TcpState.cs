using System.Net.Sockets;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What the kernel knows of a connection (<c>TCP_INFO</c>, Linux).</summary>
internal static class TcpState
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;

    // States as the kernel counts them.
    private const byte Closed = 7;
    private const byte CloseWait = 8;

    /// <summary>Whether the other end has closed its way of the connection, and nothing worse has happened. False when the kernel does not tell.</summary>
    public static bool IsHalfClosed(Socket socket) => Read(socket) == CloseWait;

    /// <summary>Whether this end has not let go of the connection. False when the kernel does not tell.</summary>
    public static bool IsOpen(Socket socket) => Read(socket) != Closed;

    private static byte Read(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return Closed;

        try
        {
            Span<byte> state = stackalloc byte[1];
            return socket.GetRawSocketOption(Tcp, TcpInfo, state) == 1 ? state[0] : Closed;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Closed;
        }
    }
}
