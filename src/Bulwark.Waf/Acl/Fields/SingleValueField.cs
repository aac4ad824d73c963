using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>A field that is there once in every request, perhaps empty.</summary>
internal sealed class SingleValueField(FieldKind kind) : Field
{
    public override string ToString() => kind.ToString();

    public override FieldReading Read(TransactionData data, ValueStore values)
    {
        values.Add(new NamedValue(default, ValueOf(data)));
        return FieldReading.Values;
    }

    private ByteSlice ValueOf(TransactionData data) => kind switch
    {
        FieldKind.UriPath => RequestLine.WithoutAuthority(RequestLine.SplitTarget(data.Scalar(VariableKind.RequestUriRaw)).Path),
        FieldKind.QueryString => data.Scalar(VariableKind.QueryString),
        FieldKind.Method => data.Scalar(VariableKind.RequestMethod),
        FieldKind.HeaderOrder => HeaderOrder(data),
        _ => throw new InvalidOperationException($"{kind} is not a field of one value"),
    };

    private static ByteSlice HeaderOrder(TransactionData data)
    {
        var headers = data.View(VariableKind.RequestHeaders).Entries;
        var length = 0;
        foreach (ref readonly var header in headers)
            length += header.Name.Length + 1;

        var output = data.Arena.Reserve(length);
        var written = 0;
        foreach (ref readonly var header in headers)
        {
            if (written > 0)
                output[written++] = (byte)':';

            foreach (var letter in header.Name.Span)
                output[written++] = Ascii.ToLower(letter);
        }

        return data.Arena.Commit(written);
    }
}
