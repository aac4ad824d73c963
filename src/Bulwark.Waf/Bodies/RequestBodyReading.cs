using Bulwark.Waf.Bodies.Json;
using Bulwark.Waf.Bodies.Multipart;
using Bulwark.Waf.Bodies.Xml;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies;

/// <summary>The readers of request bodies; each is made when a body first needs it.</summary>
internal sealed class RequestBodyReading
{
    private static readonly ByteSlice UnknownBody = ByteSlice.Of("body");

    private JsonBodyReader? _json;
    private XmlBodyReader? _xml;
    private MultipartBodyReader? _multipart;

    /// <summary>Reads the body that <paramref name="data"/> holds, in the format that it says.</summary>
    /// <remarks>A body above <c>SecRequestBodyNoFilesLimit</c> is an error and, unlike in ModSecurity, still read: what is only counted shall be seen.</remarks>
    public void Read(TransactionData data)
    {
        var body = data.RequestBody;
        var isPartial = data.RequestBodyIsTruncated && data.Limits.RequestBodyAction == BodyLimitAction.ProcessPartial;
        var format = data.RequestBodyFormat;
        if (!isPartial && format is BodyFormat.UrlEncoded or BodyFormat.Json or BodyFormat.Xml && body.Length > data.Limits.RequestBodyNoFiles)
            data.SetBodyLimitError();

        Read(format, body, isPartial, data);
    }

    /// <summary>A backend may well read such a body, whatever its Content-Type says or does not say.</summary>
    private void ReadUnknown(ByteSlice body, TransactionData data)
    {
        data.TryAddBodyArgument(UnknownBody, body);
        (_json ??= new JsonBodyReader()).Guess(body, data);
    }

    private void Read(BodyFormat format, ByteSlice body, bool isPartial, TransactionData data)
    {
        switch (format)
        {
            case BodyFormat.UrlEncoded:
                if (UrlEncodedReader.ReadBody(body, isPartial, data))
                    data.SetUrlEncodedError();

                break;
            case BodyFormat.Json:
                (_json ??= new JsonBodyReader()).Read(body, isPartial, data);
                break;
            case BodyFormat.Multipart:
                (_multipart ??= new MultipartBodyReader()).Read(body, isPartial, data);
                break;
            case BodyFormat.Xml:
                (_xml ??= new XmlBodyReader()).Read(body, isPartial, data);
                break;
            default:
                if (data.Limits.ReadsUnknownBodies && !body.IsEmpty)
                    ReadUnknown(body, data);

                break;
        }
    }
}
