namespace Bulwark.Identity.Users;

/// <summary>A rough rule for e-mail addresses: enough to catch a slip, and to keep odd characters out of tokens. Only a mail proves an address.</summary>
internal static class EmailAddress
{
    public const string Rule = "An e-mail address has the form name@host, at most 254 printable ASCII characters.";

    public static bool IsValid(string address) =>
        address.Length <= 254 && !address.AsSpan().ContainsAnyExceptInRange('!', '~') && address.Split('@') is [{ Length: > 0 }, { Length: > 0 }];
}
