using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Ascii = System.Text.Ascii;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Writes heads and bodies of messages: what the other side sent, less what was meant for this connection alone.</summary>
internal static class MessageWriter
{
    public static void Write(this PipeWriter writer, ReadOnlySpan<byte> bytes) => BuffersExtensions.Write(writer, bytes);

    /// <summary>Copies the header lines that belong to the message, not to the connection.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="head">The message.</param>
    /// <param name="dropped">One more header that is left out; empty for none.</param>
    public static void WriteFields(this PipeWriter writer, RawHead head, ReadOnlySpan<byte> dropped = default)
    {
        var named = ConnectionHeaders.Named(head);
        for (var i = 0; i < head.Count; i++)
        {
            var name = head.Name(i);
            if (ConnectionHeaders.IsOwn(name) || Ascii.EqualsIgnoreCase(name, dropped) || (named is not null && ConnectionHeaders.IsAmong(named, name)))
                continue;

            writer.WriteField(name, head.Value(i));
        }
    }

    public static void WriteField(this PipeWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var span = writer.GetSpan(name.Length + value.Length + 4);
        name.CopyTo(span);
        ": "u8.CopyTo(span[name.Length..]);
        value.CopyTo(span[(name.Length + 2)..]);
        "\r\n"u8.CopyTo(span[(name.Length + 2 + value.Length)..]);
        writer.Advance(name.Length + value.Length + 4);
    }

    public static void WriteLength(this PipeWriter writer, long length)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(length, digits, out var count);
        writer.WriteField("Content-Length"u8, digits[..count]);
    }

    /// <summary>Writes a piece of a body; with <paramref name="isChunked"/> as a chunk. An empty piece is nothing.</summary>
    public static void WriteBody(this PipeWriter writer, ReadOnlySpan<byte> piece, bool isChunked)
    {
        if (piece.IsEmpty)
            return;

        if (isChunked)
        {
            Span<byte> size = stackalloc byte[18];
            Utf8Formatter.TryFormat(piece.Length, size, out var count, 'x');
            "\r\n"u8.CopyTo(size[count..]);
            writer.Write(size[..(count + 2)]);
        }

        writer.Write(piece);
        if (isChunked)
            writer.Write("\r\n"u8);
    }
}
