using System.Globalization;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Pki.Revocation;

/// <summary>
/// The highest CRL number seen of each issuer, kept in <c>pki/crl-numbers.json</c>: whoever can put an old list in place of a newer one would otherwise make a revoked
/// certificate good again.
/// </summary>
internal static class RevocationNumbers
{
    /// <summary>Refuses lists that are older than those before them. Writes nothing: lists that somebody only wants to look at, or that are refused, are in force nowhere.</summary>
    /// <exception cref="OperatorException">One is older than a list that was in force before, or the file cannot be used.</exception>
    public static void Check(PkiFolder folder, RevocationLists lists) => IsNoted(Read(folder), lists);

    /// <summary>Takes note of lists that are in force from now on.</summary>
    /// <exception cref="OperatorException">One is older than a list that was in force before, or the file cannot be used.</exception>
    public static void Note(PkiFolder folder, RevocationLists lists)
    {
        if (IsNoted(Read(folder), lists))
            return;

        // A lock of its own: whoever asks us to read lists again may hold the lock of the folder at this moment.
        using (PkiLock.Acquire(folder.RevocationNumbers + ".lock"))
        {
            var numbers = Read(folder);
            if (IsNoted(numbers, lists))
                return;

            foreach (var (issuer, list) in lists.All)
                numbers[issuer] = list.Number.ToString(CultureInfo.InvariantCulture);

            PrivateFile.Replace(folder.RevocationNumbers, JsonSerializer.SerializeToUtf8Bytes(numbers, PkiJson.Default.DictionaryStringString));
        }
    }

    /// <summary>The highest number seen of an issuer; 0: none.</summary>
    public static BigInteger Highest(PkiFolder folder, X509Certificate2 issuer) =>
        Read(folder).TryGetValue(Fingerprints.OfKey(issuer), out var text) ? BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : BigInteger.Zero;

    private static bool IsNoted(Dictionary<string, string> numbers, RevocationLists lists)
    {
        var isNoted = true;
        foreach (var (issuer, list) in lists.All)
        {
            var seen = numbers.TryGetValue(issuer, out var text) ? BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : -1;
            if (list.Number < seen)
                throw new OperatorException($"The revocation list number {list.Number} is older than number {seen}, which was in force before: put the newest one there.");

            isNoted &= list.Number == seen;
        }

        return isNoted;
    }

    private static Dictionary<string, string> Read(PkiFolder folder)
    {
        if (!File.Exists(folder.RevocationNumbers))
            return new Dictionary<string, string>(StringComparer.Ordinal);

        try
        {
            var numbers = JsonSerializer.Deserialize(PrivateFile.Read(folder.RevocationNumbers), PkiJson.Default.DictionaryStringString);
            if (numbers is not null && numbers.Values.All(number => number is { Length: > 0 } && number.All(char.IsAsciiDigit)))
                return numbers;
        }
        catch (JsonException)
        {
            // Told below: to go on without it would forget which lists are old.
        }

        throw new OperatorException($"The file {folder.RevocationNumbers} is damaged: put it back, or remove it once every revocation list is the newest.");
    }
}
