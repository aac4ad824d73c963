using System.Buffers;
using System.Buffers.Text;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>The connection, the request line and the request headers.</summary>
internal sealed partial class TransactionData
{
    /// <summary>Who is connected to whom.</summary>
    /// <param name="remoteAddress">The client's address as text.</param>
    /// <param name="remotePort">The client's port.</param>
    /// <param name="serverAddress">The address that the client connected to.</param>
    /// <param name="serverPort">The port that the client connected to.</param>
    public void SetConnection(ReadOnlySpan<byte> remoteAddress, int remotePort, ReadOnlySpan<byte> serverAddress, int serverPort)
    {
        var remote = _arena.Add(remoteAddress);
        Set(VariableKind.RemoteAddr, remote);
        Set(VariableKind.RemoteHost, remote);
        Set(VariableKind.RemotePort, _arena.AddNumber(remotePort));
        Set(VariableKind.ServerAddr, _arena.Add(serverAddress));
        Set(VariableKind.ServerPort, _arena.AddNumber(serverPort));
    }

    /// <summary>The request line as it was received, without its end of line: <c>GET /a?b=c HTTP/1.1</c>.</summary>
    /// <remarks>A line that is none (RFC 9112, section 3) is still read: the target is what stands between the first space and the last one that is followed by
    /// a protocol, so that rules see all of it.</remarks>
    public void SetRequestLine(ReadOnlySpan<byte> line)
    {
        var all = _arena.Add(line);
        var (method, target, protocol) = RequestLine.Split(all);
        SetRequest(all, method, target, protocol);
    }

    /// <summary>A request of a protocol that has no request line (HTTP/2); <c>REQUEST_LINE</c> is made of the parts.</summary>
    public void SetRequestLine(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> protocol)
    {
        var line = _arena.Reserve(method.Length + target.Length + protocol.Length + 2);
        method.CopyTo(line);
        line[method.Length] = (byte)' ';
        target.CopyTo(line[(method.Length + 1)..]);
        line[method.Length + 1 + target.Length] = (byte)' ';
        protocol.CopyTo(line[(method.Length + target.Length + 2)..]);
        var all = _arena.Commit(method.Length + target.Length + protocol.Length + 2);
        SetRequest(
            all,
            all.Slice(0, method.Length),
            all.Slice(method.Length + 1, target.Length),
            all.Slice(method.Length + target.Length + 2));
    }

    /// <summary>Adds the next header, in the order and the spelling of the request; the bytes are copied.</summary>
    public void AddRequestHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var header = new NamedValue(_arena.Add(name), _arena.Add(value));
        _requestHeaders.Add(header);
        if (System.Text.Ascii.EqualsIgnoreCase(name, "cookie"u8))
            CookieHeader.Read(header.Value, _cookies);
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "content-type"u8))
            SetContentType(header.Value);
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "host"u8))
            Set(VariableKind.ServerName, RequestLine.HostWithoutPort(header.Value));
        else if (System.Text.Ascii.EqualsIgnoreCase(name, "authorization"u8))
            SetAuthorization(header.Value);
    }

    /// <summary>What the log calls this request: <c>UNIQUE_ID</c>.</summary>
    public void SetUniqueId(ReadOnlySpan<byte> id) => SetScalar(VariableKind.UniqueId, id);

    private void SetRequest(ByteSlice line, ByteSlice method, ByteSlice target, ByteSlice protocol)
    {
        Set(VariableKind.RequestLine, line);
        Set(VariableKind.RequestMethod, method);
        Set(VariableKind.RequestProtocol, protocol);
        Set(VariableKind.RequestUriRaw, target);

        var (path, query, whole) = RequestLine.SplitTarget(target);
        var decodedPath = PercentEncoding.DecodePath(path, _arena);
        Set(VariableKind.RequestFilename, decodedPath);
        Set(VariableKind.PathInfo, decodedPath);
        Set(VariableKind.RequestBasename, RequestLine.Basename(decodedPath));
        Set(VariableKind.RequestUri, RequestLine.WithoutAuthority(PercentEncoding.DecodePath(whole, _arena)));
        Set(VariableKind.QueryString, query);

        if (!query.IsEmpty && UrlEncodedReader.ReadQuery(query, this))
            SetFlag(VariableKind.UrlencodedError, true);
    }

    private void SetContentType(ByteSlice value)
    {
        var format = BodyFormats.OfContentType(value.Span);
        if (format != BodyFormat.None)
            RequestBodyFormat = format;
    }

    /// <summary><c>AUTH_TYPE</c> is the scheme, <c>REMOTE_USER</c> the name that Basic credentials claim (RFC 7617); nobody has checked it yet.</summary>
    private void SetAuthorization(ByteSlice value)
    {
        var space = value.Span.IndexOf((byte)' ');
        var scheme = space < 0 ? value : value.Slice(0, space);
        Set(VariableKind.AuthType, scheme);
        if (space < 0 || !System.Text.Ascii.EqualsIgnoreCase(scheme.Span, "basic"u8))
            return;

        var encoded = value.Span[(space + 1)..].Trim((byte)' ');
        var decoded = _arena.Reserve(Base64.GetMaxDecodedFromUtf8Length(encoded.Length));
        if (Base64.DecodeFromUtf8(encoded, decoded, out _, out var written) != OperationStatus.Done)
            return;

        var colon = decoded[..written].IndexOf((byte)':');
        if (colon >= 0)
            Set(VariableKind.RemoteUser, _arena.Commit(colon));
    }
}
