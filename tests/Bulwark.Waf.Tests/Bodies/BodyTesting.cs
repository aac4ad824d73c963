using System.Text;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Tests.Bodies;

/// <summary>Reads bodies and shows what became of them, each byte as one character.</summary>
internal static class BodyTesting
{
    public static TransactionData Read(BodyFormat format, ReadOnlySpan<byte> body, DataLimits? limits = null, string? contentType = null, int chunk = int.MaxValue)
    {
        var data = new TransactionData(TimeProvider.System);
        Read(data, format, body, limits, contentType, chunk);
        return data;
    }

    public static void Read(TransactionData data, BodyFormat format, ReadOnlySpan<byte> body, DataLimits? limits = null, string? contentType = null, int chunk = int.MaxValue)
    {
        data.Begin(limits ?? DataLimits.Default);
        data.SetRequestLine("POST / HTTP/1.1"u8);
        if (contentType is not null)
            data.AddRequestHeader("Content-Type"u8, Bytes(contentType));

        if (format != BodyFormat.None)
            data.RequestBodyFormat = format;

        for (; !body.IsEmpty; body = body[Math.Min(chunk, body.Length)..])
            data.AppendRequestBody(body[..Math.Min(chunk, body.Length)]);

        data.ReadRequestBody();
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Pairs(VariableView view) =>
        string.Join('|', Enumerable.Range(0, view.Count).Select(i => $"{view.NameAt(i)}={view.ValueAt(i)}"));

    public static string Values(VariableView view) => string.Join('|', Enumerable.Range(0, view.Count).Select(i => view.ValueAt(i).ToString()));

    public static string Value(TransactionData data, string variable) =>
        VariableTable.TryFind(variable, out var kind) ? data.Scalar(kind).ToString() : throw new ArgumentException(variable, nameof(variable));

    /// <summary>Everything that a body can change, in one text.</summary>
    public static string Everything(TransactionData data)
    {
        var text = new StringBuilder();
        for (var kind = VariableKind.Args; (int)kind < VariableTable.Count; kind++)
        {
            if (kind is not (VariableKind.Duration or (>= VariableKind.Time and <= VariableKind.TimeYear)))
                text.Append(kind).Append(": ").AppendLine(Pairs(data.View(kind)));
        }

        return text.AppendLine(Values(data.XmlText)).AppendLine(Values(data.XmlAttributes)).Append(data.HasDuplicateKeys).ToString();
    }
}
