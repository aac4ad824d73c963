using System.Buffers;
using System.Text;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>Writes a client's request as one for a target (RFC 9112 section 3): the same method, target and headers, except those of the connection.</summary>
internal ref struct RequestWriter
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What no value holds that is to be sent.</summary>
    public static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\0");

    /// <summary>A buffer of the shared pool; a larger one takes its place when it is full.</summary>
    private readonly ref byte[] _buffer;
    private int _length;

    private RequestWriter(ref byte[] buffer) => _buffer = ref buffer;

    /// <summary>Writes a head. Gives its length.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="authority">What the target is called when the client called it nothing.</param>
    /// <param name="buffer">A buffer of the shared pool; a larger one takes its place when it is full.</param>
    /// <exception cref="InvalidOperationException">Method or target cannot be sent as they are.</exception>
    public static int WriteHead(HttpContext context, string authority, ref byte[] buffer)
    {
        var writer = new RequestWriter(ref buffer);
        writer.WriteRequestLine(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        writer.WriteHost(context.Request, authority);
        writer.WriteHeaders(context.Request.Headers);
        if (RequestCopy.TakesTrailers(context.Request))
            writer.Write("TE: trailers\r\n"u8);

        if (HasMeaningForBody(context.Request.Method))
            writer.Write("Content-Length: 0\r\n"u8);

        writer.Write("\r\n"u8);
        return writer._length;
    }

    /// <summary>RFC 9110 section 8.6: a method that gives a meaning to a body says that there is none.</summary>
    public static bool HasMeaningForBody(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method) && !HttpMethods.IsDelete(method) && !HttpMethods.IsTrace(method);

    /// <summary>True for what can be a method or the name of a header.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <exception cref="InvalidOperationException">It cannot be sent.</exception>
    public static void CheckMethod(string method)
    {
        if (!IsToken(method))
            throw new InvalidOperationException("The method cannot be sent.");
    }

    /// <exception cref="InvalidOperationException">It cannot be sent.</exception>
    public static void CheckTarget(string target)
    {
        if (!target.StartsWith('/') || target.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new InvalidOperationException("The target cannot be sent.");
    }

    /// <summary>What the client calls the target, or what it is called otherwise.</summary>
    /// <exception cref="InvalidOperationException">The client calls it by several names.</exception>
    public static string HostOf(HttpRequest request, string authority)
    {
        var host = request.Headers.Host;
        if (host.Count > 1)
            throw new InvalidOperationException("The request has several hosts.");

        return host is [{ Length: > 0 } text] ? text : authority;
    }

    /// <summary>RFC 9110 section 5.3, and RFC 6265 section 4.2.1 for the one list that is none.</summary>
    public static string SeparatorOf(string name) => name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? "; " : ", ";

    private void WriteRequestLine(string method, string target)
    {
        CheckMethod(method);
        CheckTarget(target);
        WriteAscii(method);
        Write(" "u8);
        WriteAscii(target);
        Write(" HTTP/1.1\r\n"u8);
    }

    /// <summary>RFC 9112 section 3.2: it stands first.</summary>
    private void WriteHost(HttpRequest request, string authority) => WriteHeader(HeaderNames.Host, HostOf(request, authority));

    private void WriteHeaders(IHeaderDictionary headers)
    {
        foreach (var (name, values) in HeaderWalk.Through(headers))
            WriteHeader(name, values);
    }

    private void WriteHeader(string name, StringValues values)
    {
        if (name.Length == 0 || !RequestCopy.IsForwarded(name) || name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase) || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            return;

        if (values.Count == 1)
            WriteHeader(name, values[0] ?? "");
        else if (values.Count > 1)
            WriteHeader(name, string.Join(SeparatorOf(name), values.AsEnumerable()));
    }

    private void WriteHeader(string name, string value)
    {
        // A line end in a value would be one on the wire: such a header goes nowhere.
        if (value.AsSpan().ContainsAny(LineEnds))
            return;

        WriteAscii(name);
        Write(": "u8);

        // As the listener read it.
        var room = Room(Encoding.UTF8.GetMaxByteCount(value.Length));
        _length += Encoding.UTF8.GetBytes(value, room);
        Write("\r\n"u8);
    }

    private void WriteAscii(string text)
    {
        Ascii.FromUtf16(text, Room(text.Length), out var count);
        _length += count;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int size)
    {
        if (_buffer.Length - _length < size)
            Grow(size);

        return _buffer.AsSpan(_length);
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + size));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
