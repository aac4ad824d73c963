using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies;

/// <summary>Reads <c>a=1&amp;b=2</c>, of a query string or of a form, into arguments.</summary>
internal static class UrlEncodedReader
{
    /// <summary>Adds the arguments of a query string.</summary>
    /// <returns>Whether there was a percent sign that does not begin an escape.</returns>
    public static bool ReadQuery(ByteSlice query, TransactionData data) => Read(query, data, isBody: false);

    /// <summary>Adds the arguments of a form.</summary>
    /// <param name="body">The form.</param>
    /// <param name="isPartial">Whether the body was cut off: then the last argument, whose end is not known, is left out.</param>
    /// <param name="data">Where the arguments go.</param>
    /// <returns>Whether there was a percent sign that does not begin an escape.</returns>
    public static bool ReadBody(ByteSlice body, bool isPartial, TransactionData data)
    {
        if (!isPartial)
            return Read(body, data, isBody: true);

        var end = body.Span.LastIndexOf(data.Limits.ArgumentSeparator);
        return Read(body.Slice(0, end + 1), data, isBody: true);
    }

    private static bool Read(ByteSlice text, TransactionData data, bool isBody)
    {
        var separator = data.Limits.ArgumentSeparator;
        var isInvalid = false;
        var rest = text;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf(separator);
            var argument = end < 0 ? rest : rest.Slice(0, end);
            rest = end < 0 ? ByteSlice.Empty : rest.Slice(end + 1);
            if (!TryAdd(argument, data, isBody, ref isInvalid))
                break;
        }

        return isInvalid;
    }

    private static bool TryAdd(ByteSlice argument, TransactionData data, bool isBody, ref bool isInvalid)
    {
        var equals = argument.Span.IndexOf((byte)'=');
        var rawName = equals < 0 ? argument : argument.Slice(0, equals);
        var rawValue = equals < 0 ? ByteSlice.Empty : argument.Slice(equals + 1);
        var name = PercentEncoding.DecodeForm(rawName, data.Arena, ref isInvalid);
        var value = PercentEncoding.DecodeForm(rawValue, data.Arena, ref isInvalid);
        return isBody ? data.TryAddBodyArgument(name, value) : data.TryAddQueryArgument(name, value);
    }
}
