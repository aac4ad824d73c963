using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Operators.Networks;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>The client's address: the connection's, or one that a header names.</summary>
internal sealed class AddressField(ForwardedAddressOptions? forwarded) : Field
{
    /// <summary>How many addresses of a header are looked at.</summary>
    private const int MostAddresses = 10;

    private readonly NameFilter _header = new(forwarded is null ? [] : [forwarded.Header], [], isCaseSensitive: false);

    public override string ToString() => forwarded is null ? "address" : $"{forwarded.Position} address of {forwarded.Header}";

    public override FieldReading Read(TransactionData data, ValueStore values)
    {
        if (forwarded is null)
        {
            values.Add(new NamedValue(default, data.Scalar(VariableKind.RemoteAddr)));
            return FieldReading.Values;
        }

        var count = CountAddresses(data);
        if (count == 0)
            return FieldReading.NoMatch;

        var (from, until) = forwarded.Position switch
        {
            ForwardedPosition.First => (0, 1),
            ForwardedPosition.Last => (count - 1, count),
            ForwardedPosition.Any => (Math.Max(0, count - MostAddresses), count),
        };
        AddAddresses(data, from, until, values);
        return values.Count > 0 ? FieldReading.Values
            : forwarded.Fallback == FallbackBehavior.Match ? FieldReading.Match
            : FieldReading.NoMatch;
    }

    private int CountAddresses(TransactionData data)
    {
        var count = 0;
        foreach (ref readonly var header in data.View(VariableKind.RequestHeaders).Entries)
        {
            if (_header.Includes(header.Name.Span))
                count += 1 + header.Value.Span.Count((byte)',');
        }

        return count;
    }

    /// <summary>Several headers of one name are one list (RFC 9110, section 5.3).</summary>
    private void AddAddresses(TransactionData data, int from, int until, ValueStore values)
    {
        var number = 0;
        foreach (ref readonly var header in data.View(VariableKind.RequestHeaders).Entries)
        {
            if (!_header.Includes(header.Name.Span))
                continue;

            foreach (var range in header.Value.Span.Split((byte)','))
            {
                var (start, length) = range.GetOffsetAndLength(header.Value.Length);
                if (number >= from && number < until)
                    AddAddress(header.Value.Slice(start, length), values);

                number++;
            }
        }
    }

    private static void AddAddress(ByteSlice element, ValueStore values)
    {
        var start = element.Length - Ascii.TrimStart(element.Span).Length;
        var address = element.Slice(start, Ascii.Trim(element.Span).Length);
        if (NetworkSet.TryParseAddress(address.Span, out _, out _))
            values.Add(new NamedValue(default, address));
    }
}
