using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies;

/// <summary>Chooses the reader of a request body.</summary>
internal static class RequestBodyReading
{
    /// <summary>Reads the body that <paramref name="data"/> holds, in the format that it says.</summary>
    public static void Read(TransactionData data)
    {
        var isPartial = data.RequestBodyIsTruncated && data.Limits.RequestBodyAction == BodyLimitAction.ProcessPartial;
        switch (data.RequestBodyFormat)
        {
            case BodyFormat.UrlEncoded:
                if (UrlEncodedReader.ReadBody(data.RequestBody, isPartial, data))
                    data.SetUrlEncodedError();

                break;
            default:
                break;
        }
    }
}
