using System.Text;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>Writes a client's request as the header block of one for a target (RFC 9113 section 8.3.1): the same method, target and headers, except those of the connection.</summary>
internal ref struct HeaderBlockWriter
{
    private const int FirstSize = 4 * 1024;
    private const int LargestKept = 64 * 1024;
    private const byte AuthorityName = 0x01;
    private const byte MethodName = 0x02;
    private const byte Get = 0x82;
    private const byte Post = 0x83;
    private const byte PathName = 0x04;
    private const byte SchemeHttp = 0x86;

    /// <summary>Where blocks are written, one after the other.</summary>
    [ThreadStatic]
    private static byte[]? _scratch;

    /// <summary>The names of the pseudo-headers.</summary>
    private const int FirstNames = 32;

    private byte[] _buffer;
    private int _length;
    private int _size;

    /// <summary>Writes a block, which is good until the next one is written on the same thread.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="authority">What the target is called when the client called it nothing.</param>
    /// <exception cref="InvalidOperationException">Method, target or host cannot be sent as they are.</exception>
    public static HeaderBlock Write(HttpContext context, string authority)
    {
        var writer = new HeaderBlockWriter { _buffer = _scratch ??= new byte[FirstSize], _size = FirstNames };
        writer.WriteRequest(context, authority);
        if (writer._buffer.Length <= LargestKept)
            _scratch = writer._buffer;

        // Methods are compared with case: what is not spelt so is another method, whose answer may have a body.
        return new HeaderBlock(writer._buffer.AsSpan(0, writer._length), writer._size, context.Request.Method == "HEAD");
    }

    private void WriteRequest(HttpContext context, string authority)
    {
        var request = context.Request;
        RequestWriter.CheckMethod(request.Method);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        RequestWriter.CheckTarget(target);

        WriteMethod(request.Method);
        Write(SchemeHttp);
        WriteText(AuthorityName, Checked(RequestWriter.HostOf(request, authority)));
        WriteText(PathName, target);
        foreach (var (name, values) in HeaderWalk.Through(request.Headers))
            WriteHeader(name, values);

        if (RequestCopy.TakesTrailers(request))
            WriteBytes("\x0\x2te\x8trailers"u8);

        if (RequestWriter.HasMeaningForBody(request.Method))
            WriteBytes("\xf\xd\x1\x30"u8);
    }

    private static string Checked(string host) =>
        host.AsSpan().ContainsAny(RequestWriter.LineEnds) ? throw new InvalidOperationException("The host cannot be sent.") : host;

    private void WriteMethod(string method)
    {
        if (method == "GET")
            Write(Get);
        else if (method == "POST")
            Write(Post);
        else
            WriteText(MethodName, method);
    }

    private void WriteHeader(string name, StringValues values)
    {
        if (values.Count == 0 || name.Length == 0 || name[0] == ':')
            return;

        var value = values.Count == 1 ? values[0] ?? "" : string.Join(RequestWriter.SeparatorOf(name), values.AsEnumerable());

        // A line end in a value would be one on the next wire of HTTP/1.1: such a header goes nowhere.
        if (value.AsSpan().ContainsAny(RequestWriter.LineEnds))
            return;

        if (!WriteName(name))
            return;

        WriteValue(value);
        _size += name.Length;
    }

    /// <summary>False when fields with this name are not sent.</summary>
    private bool WriteName(string name)
    {
        if (RequestName.IsKnown(name, out var bytes))
        {
            WriteBytes(bytes);
            return bytes.Length > 0;
        }

        if (!RequestWriter.IsToken(name))
            return false;

        // RFC 9113 section 8.2.1: in lower case.
        Write(0);
        WriteInteger(name.Length);
        Ascii.ToLower(name, Room(name.Length), out var count);
        _length += count;
        return true;
    }

    private void WriteText(byte name, string value)
    {
        Write(name);
        WriteValue(value);
    }

    /// <summary>RFC 7541 section 5.2. In UTF-8, as the listener read it.</summary>
    private void WriteValue(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        WriteInteger(count);
        Encoding.UTF8.GetBytes(value, Room(count));
        _length += count;
        _size += count + DynamicTable.Overhead;
    }

    /// <summary>RFC 7541 section 5.1, with a prefix of seven bits.</summary>
    private void WriteInteger(int value)
    {
        const int Most = 127;
        if (value < Most)
        {
            Write((byte)value);
            return;
        }

        Write(Most);
        for (value -= Most; value >= 0x80; value >>= 7)
            Write((byte)(value | 0x80));

        Write((byte)value);
    }

    private void Write(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int size)
    {
        if (_buffer.Length - _length < size)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + size));

        return _buffer.AsSpan(_length);
    }
}
