using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Bulwark.Core;

namespace Bulwark.Pki.Revocation;

/// <summary>
/// Reads a certificate revocation list (RFC 5280, section 5.1). What it does not understand, it refuses: a list that is taken for less than it says lets revoked certificates in.
/// </summary>
internal sealed class RevocationListReader
{
    private const long LargestFile = 64 * 1024 * 1024;
    private const int Version2 = 1;
    private const int RemoveFromList = 8;

    private const string NumberExtension = "2.5.29.20";
    private const string ReasonExtension = "2.5.29.21";
    private const string DeltaExtension = "2.5.29.27";
    private const string DistributionPointExtension = "2.5.29.28";
    private const string CertificateIssuerExtension = "2.5.29.29";
    private const string AuthorityKeyExtension = "2.5.29.35";

    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);

    private readonly HashSet<string> _serials = new(StringComparer.Ordinal);
    private BigInteger? _number;

    private RevocationListReader()
    {
    }

    /// <summary>Reads a PEM or DER file.</summary>
    /// <exception cref="OperatorException">It is missing or damaged, or of a kind that is not understood.</exception>
    public static RevocationList ReadFile(string path)
    {
        var content = ReadBytes(path);
        try
        {
            return new RevocationListReader().Read(Unwrap(content));
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException)
        {
            throw new OperatorException($"The revocation list {path} is damaged: put a whole one there, PEM or DER.", e);
        }
        catch (RevocationListException e)
        {
            throw new OperatorException($"The revocation list {path} {e.Message}", e);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                throw new OperatorException($"The revocation list {path} has more than {LargestFile / 1024 / 1024} MiB: split the CA, or leave the list out.");

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The revocation list {path} cannot be read: {e.Message}", e);
        }
    }

    private static ReadOnlyMemory<byte> Unwrap(byte[] content)
    {
        if (!content.AsSpan().StartsWith("-----"u8) && content is [0x30, ..])
            return content;

        var text = System.Text.Encoding.ASCII.GetString(content);
        var pem = PemEncoding.Find(text);
        if (text[pem.Label] != "X509 CRL" || text.AsSpan(pem.Location.End.Value).Contains("-----BEGIN", StringComparison.Ordinal))
            throw new RevocationListException("is not one 'X509 CRL' in PEM: put each list into a file of its own.");

        return Convert.FromBase64String(text[pem.Base64Data]);
    }

    private RevocationList Read(ReadOnlyMemory<byte> der)
    {
        var file = new AsnReader(der, AsnEncodingRules.DER);
        var outer = file.ReadSequence();
        file.ThrowIfNotEmpty();
        var signed = outer.PeekEncodedValue();
        var list = outer.ReadSequence();
        var algorithm = ReadAlgorithm(outer);
        var signature = outer.ReadBitString(out var unusedBits);
        outer.ThrowIfNotEmpty();
        if (unusedBits != 0)
            throw new CryptographicException("A signature is a whole number of bytes.");

        ReadVersion(list);
        if (!ReadAlgorithm(list).Span.SequenceEqual(algorithm.Span))
            throw new RevocationListException("names two different signature algorithms.");

        var issuer = list.ReadEncodedValue();
        var thisUpdate = ReadTime(list);
        var nextUpdate = IsTime(list) ? ReadTime(list) : throw new RevocationListException("does not say when the next one comes, so nobody could tell when it is stale.");
        ReadEntries(list);
        ReadListExtensions(list);
        return new RevocationList
        {
            Issuer = issuer,
            Number = _number ?? throw new RevocationListException("has no CRL number, so an older one could take its place."),
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Serials = _serials,
            Signed = signed,
            Signature = signature,
            Algorithm = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier(),
        };
    }

    private static ReadOnlyMemory<byte> ReadAlgorithm(AsnReader from)
    {
        var encoded = from.PeekEncodedValue();
        from.ReadSequence();
        return encoded;
    }

    private static void ReadVersion(AsnReader list)
    {
        if (!list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) || !list.TryReadInt32(out var version) || version != Version2)
            throw new RevocationListException("is not of version 2.");
    }

    private static bool IsTime(AsnReader list) =>
        list.HasData && (list.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || list.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));

    private static DateTimeOffset ReadTime(AsnReader list) =>
        list.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? list.ReadUtcTime() : list.ReadGeneralizedTime();

    private void ReadEntries(AsnReader list)
    {
        if (!list.HasData || !list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            return;

        var entries = list.ReadSequence();
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _serials.Add(RevocationList.Key(entry.ReadIntegerBytes().Span));
            ReadTime(entry);
            if (entry.HasData)
                ReadExtensions(entry.ReadSequence(), TakeEntryExtension);

            entry.ThrowIfNotEmpty();
        }
    }

    private void ReadListExtensions(AsnReader list)
    {
        if (list.HasData)
        {
            var wrapper = list.ReadSequence(Extensions);
            ReadExtensions(wrapper.ReadSequence(), TakeListExtension);
            wrapper.ThrowIfNotEmpty();
        }

        list.ThrowIfNotEmpty();
    }

    private static void ReadExtensions(AsnReader extensions, Action<string, bool, ReadOnlyMemory<byte>> take)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var id = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (!seen.Add(id))
                throw new RevocationListException($"has the extension {id} twice.");

            take(id, isCritical, value);
        }
    }

    private void TakeListExtension(string id, bool isCritical, ReadOnlyMemory<byte> value)
    {
        switch (id)
        {
            case NumberExtension:
                _number = new AsnReader(value, AsnEncodingRules.DER).ReadInteger();
                break;
            case AuthorityKeyExtension:
                // Whose key it is, the signature shows.
                break;
            case DeltaExtension:
                throw new RevocationListException("is a delta: give the whole list.");
            case DistributionPointExtension:
                throw new RevocationListException("covers a part of the certificates only, or those of other issuers (issuing distribution point): give the issuer's whole list.");
            default:
                RefuseUnknown(id, isCritical);
                break;
        }
    }

    private static void TakeEntryExtension(string id, bool isCritical, ReadOnlyMemory<byte> value)
    {
        switch (id)
        {
            case ReasonExtension when new AsnReader(value, AsnEncodingRules.DER).ReadEnumeratedBytes().Span is [RemoveFromList]:
                throw new RevocationListException("takes entries out of another list: give the whole list.");
            case ReasonExtension:
                break;
            case CertificateIssuerExtension:
                throw new RevocationListException("lists certificates of other issuers: give the issuer's own list.");
            default:
                RefuseUnknown(id, isCritical);
                break;
        }
    }

    private static void RefuseUnknown(string id, bool isCritical)
    {
        if (isCritical)
            throw new RevocationListException($"has the critical extension {id}, which is not understood.");
    }
}
