using Bulwark.Core;
using Microsoft.Extensions.Logging;

namespace Bulwark.Pki.Revocation;

/// <summary>
/// Remembers the revocation lists of trust stores that were just put into force. That cannot be taken back any more, and a full disk must not keep a revocation from taking effect: what
/// cannot be written is logged.
/// </summary>
public static class RevocationMemory
{
    /// <summary>Remembers them as far as that is possible.</summary>
    public static void Keep(IEnumerable<TrustStore> inForce, ILogger log)
    {
        foreach (var store in inForce)
        {
            try
            {
                store.RememberRevocationLists();
            }
            catch (OperatorException e)
            {
                Log.RevocationNumbersNotKept(log, e.Message);
            }
        }
    }
}
